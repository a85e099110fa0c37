"""Measures of the portal beside references, in one run. `python -m bench` is the only source of a speed claim."""
