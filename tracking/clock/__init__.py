"""When a request is due, what stops the clock, what silence means: pure code over plain values, without a database."""
