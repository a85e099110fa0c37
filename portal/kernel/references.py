"""References a person can read aloud: parts, a sequence, and two check characters (ISO 7064 MOD 1271-36).

`085770111-U6-2026-000123-K7`: commune, procedure, year, number in the series, check characters. Any single wrong
character and any swap of two neighbours is found before the register is asked.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from .errors import Invalid
from .text import WESTERN_DIGITS

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS: Final = 1271
_RADIX: Final = 36
_SEPARATORS: Final = re.compile(r"[\s\u2010-\u2015\u2212/_.\u200e\u200f\u2066-\u2069-]+")


def _remainder(body: str) -> int:
    value = 0
    for character in body:
        value = (value + _ALPHABET.index(character)) * _RADIX % _MODULUS
    return value


def check_characters(body: str) -> str:
    """The two check characters of `body` (digits and capital letters only)."""
    missing = (1 - _remainder(body) * _RADIX) % _MODULUS
    return _ALPHABET[missing // _RADIX] + _ALPHABET[missing % _RADIX]


def make_reference(*parts: str, sequence: int) -> str:
    """The printed reference of `parts` and `sequence` (six digits at least)."""
    body = [re.sub(r"[^0-9A-Z]", "", part.upper()) for part in parts] + [f"{sequence:06d}"]
    return "-".join([*body, check_characters("".join(body))])


def parse_reference(text: str) -> str:
    """The reference as printed, from what a person typed: spaces, dashes, case and Arabic digits do not matter.

    Raises `Invalid` (`reference_wrong`) when the characters or the check do not hold.
    """
    compact = _SEPARATORS.sub("-", text.translate(WESTERN_DIGITS).strip().upper()).strip("-")
    characters = compact.replace("-", "")
    found = re.fullmatch(r"(\d{8,12})([A-Z]{1,3}\d{1,2})(\d{4})(\d{6,})([0-9A-Z]{2})", characters)
    if found is None or not is_consistent(characters):
        raise Invalid(
            _("This reference is not right. Copy it from your receipt, for example 085770111-U6-2026-000123-K7."),
            code="reference_wrong",
        )
    return "-".join(found.groups())


def is_consistent(characters: str) -> bool:
    """Whether the last two of `characters` are the check characters of the others."""
    if len(characters) < 3 or any(c not in _ALPHABET for c in characters):
        return False
    return check_characters(characters[:-2]) == characters[-2:]
