"""Which way each character runs (Unicode Standard Annex 9), and how pieces of a line are put into visual order.

Levels come from `fpdf.bidi`, a full implementation of the annex. What people typed can never turn the text around it:
`clean` takes out embeddings and overrides and closes isolates. Phones, identity numbers and references inside Arabic go
through `isolate`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_ISOLATES = frozenset((LRI, RLI, FSI))
# LRM, RLM and ALM act on the levels; none of these is drawn.
UNDRAWN = frozenset(("\u200e", "\u200f", "\u061c", "\u200b", LRI, RLI, FSI, PDI))
# Embeddings and overrides can make a number or a name read backwards on an act; nothing legitimate needs them here.
_REFUSED = frozenset("\u202a\u202b\u202c\u202d\u202e\u00ad\ufeff\u2060")
_RTL_STRONG = frozenset(("R", "AL"))
_PLAIN = str.maketrans({"\u00a0": " ", "\u2011": "-", "\u202f": " "})
_NO_BREAK = str.maketrans({" ": "\u00a0", "-": "\u2011", "\u2010": "\u2011"})

RTL_LANGUAGES = frozenset(("ar",))

Item = TypeVar("Item")


def is_rtl(language: str) -> bool:
    """Whether a language of the portal (ar, fr, zgh) is written from right to left."""
    return language in RTL_LANGUAGES


def clean(text: str) -> str:
    """The text in the one form that is set: NFC, letters instead of their presentation forms, no direction tricks.

    Line breaks stay; other control characters and runs of blanks become one space; isolates are balanced within a line.
    """
    return "\n".join(_clean_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@lru_cache(maxsize=4096)
def _clean_line(line: str) -> str:
    out: list[str] = []
    depth = 0
    for character in unicodedata.normalize("NFC", line):
        if character in _REFUSED or "\ufe00" <= character <= "\ufe0f":
            continue
        if character in _ISOLATES:
            depth += 1
        elif character == PDI:
            if depth == 0:
                continue
            depth -= 1
        elif unicodedata.category(character) in ("Cc", "Zl", "Zp"):
            character = " "
        elif "\ufb50" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufefc":
            character = unicodedata.normalize("NFKC", character)
        if character == " " and out and out[-1] == " ":
            continue
        out.append(character)
    return "".join(out).strip(" ") + PDI * depth


def isolate(text: str) -> str:
    """`text` (a phone, an identity number, a reference, an address) as one left-to-right, unbreakable word."""
    inner = "".join(character for character in text if character not in UNDRAWN)
    return f"{LRI}{inner.strip().translate(_NO_BREAK)}{PDI}"


def embed(text: str, *, within_rtl: bool) -> str:
    """`text` as a part of a sentence that runs the other way: each line whose first letter does is kept apart.

    Without it a full stop, a bracket or a number at the edge of Arabic words quoted in French goes to the wrong side.
    """
    out = []
    for line in clean(text).split("\n"):
        strong = _first_strong(line)
        turned = strong and (strong in _RTL_STRONG) is not within_rtl
        out.append(f"{FSI}{line}{PDI}" if turned else line)
    return "\n".join(out)


def runs_rtl(text: str, *, within_rtl: bool) -> bool:
    """The base direction of a table's cell.

    In an Arabic table any Arabic makes it run from right to left: `+212 6 12 34 56 78` and `Rue 4` do not, `Lot B، قطعة 12`
    does. In a French one the first letter decides: a sentence in Arabic keeps its order round a Latin word.
    """
    if within_rtl:
        return any(unicodedata.bidirectional(character) in _RTL_STRONG for character in text)
    return _first_strong(text) in _RTL_STRONG


def _first_strong(text: str) -> str:
    """The class of the first letter; empty if there is none."""
    classes = map(unicodedata.bidirectional, text)
    return next((found for found in classes if found == "L" or found in _RTL_STRONG), "")


@lru_cache(maxsize=4096)
def spoken_form(text: str) -> str:
    """The letters of `text` in logical order, without direction marks; empty if nothing in it runs right to left."""
    if all(unicodedata.bidirectional(character) not in _RTL_STRONG for character in text):
        return ""
    return "".join(character for character in clean(text) if character not in UNDRAWN).translate(_PLAIN)


@lru_cache(maxsize=4096)
def levels(text: str, rtl: bool) -> bytes:
    """The embedding level of each character of a paragraph (rules P1 to I2; L1 belongs to the line)."""
    base = 1 if rtl else 0
    classes = {unicodedata.bidirectional(character) for character in text}
    # Two cases in which the annex can only answer the base level; most paragraphs are one of them.
    if rtl and classes.isdisjoint(("L", "EN", "AN", "LRI", "RLI", "FSI")):
        return b"\x01" * len(text)
    if not rtl and classes.isdisjoint(("R", "AL", "AN", "LRI", "RLI", "FSI")):
        return bytes(len(text))
    direction = TextDirection.RTL if rtl else TextDirection.LTR
    found = {
        character.character_index: character.embedding_level
        for character in BidiParagraph(text, base_direction=direction).get_characters()
    }
    out = bytearray(len(text))
    level = base
    for at in range(len(text)):
        # Rule X9 drops boundary-neutral characters (the joiners): they go with the letter before them.
        level = out[at] = found.get(at, level)
    return bytes(out)


def reorder(items: Sequence[Item], level_of: Callable[[Item], int]) -> list[Item]:
    """The items of one line, given in logical order, in visual order from left to right (rule L2)."""
    line = list(items)
    if not line:
        return line
    found = [level_of(item) for item in line]
    odd = [level for level in found if level % 2]
    if not odd:
        return line
    for threshold in range(max(found), min(odd) - 1, -1):
        at = 0
        while at < len(line):
            if level_of(line[at]) < threshold:
                at += 1
                continue
            end = at
            while end < len(line) and level_of(line[end]) >= threshold:
                end += 1
            line[at:end] = line[at:end][::-1]
            at = end
    return line
