"""Pages of the register for applicants and the public. Officers work in `tracking.admin`."""
