"""The question types: one registry, one file a family.

A type turns a `Question` into Django form fields, their cleaned values into one stored answer (plain JSON), and a stored
answer into words. The version names types by their code; an unknown code is refused when a version is published.
"""

from . import addresses, choices, dates, identities, lands, numbers, texts
from .base import QuestionType, Shown, find, registered

__all__ = [
    "QuestionType",
    "Shown",
    "addresses",
    "choices",
    "dates",
    "find",
    "identities",
    "lands",
    "numbers",
    "registered",
    "texts",
]
