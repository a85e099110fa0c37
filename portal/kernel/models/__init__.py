"""Rows every app may use: stored files and gapless counters."""

from .counter import Counter
from .stored_file import StoredFile

__all__ = ["Counter", "StoredFile"]
