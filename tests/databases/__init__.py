"""The suite's databases, as an app of the test settings: one migrated template, copied for each worker, put back by `flush`."""
