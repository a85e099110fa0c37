"""The officers' desk: Django's admin over the register, one module a thing. Acts go through `tracking.actions`."""

from . import acts, checks, dossiers, operating, sessions

__all__ = ["acts", "checks", "dossiers", "operating", "sessions"]
