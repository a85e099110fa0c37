"""Breaks a text into the lines of a column: breaking happens in logical order, then each line is put into visual order.

A line breaks at a blank, after a hyphen or a slash between letters, and, only where a word is wider than the whole column,
inside it. No-break spaces and hyphens (`bidi.isolate`) keep a reference in one piece.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from .bidi import UNDRAWN, clean, levels, reorder
from .fonts import DRAWN_AS, JOINERS, Chain, CharacterNotPrintable, Face
from .shaping import LATIN, Shaped, script_of, shape

Unprintable = Literal["refuse", "spell"]
ZERO_WIDTH_SPACE = "\u200b"


class Piece(NamedTuple):
    """A part of a line in one face and one direction; `width` in thousandths of the size of the text."""

    face: Face
    level: int
    script: str
    text: str
    shaped: Shaped
    width: float

    def part(self, text: str) -> Piece:
        """Some of the letters of this piece, set as they are here."""
        return _piece(self.face, self.level, self.script, text)


class Line(NamedTuple):
    """One line: its pieces from left to right, and its width in thousandths of the size of the text."""

    pieces: tuple[Piece, ...]
    width: float


class _Word(NamedTuple):
    """What stays together: pieces in logical order, the blank after it apart, since it is dropped at a line's end."""

    pieces: tuple[Piece, ...]
    width: float
    blank: tuple[Piece, ...]
    blank_width: float


@lru_cache(maxsize=4096)
def break_lines(
    text: str, chain: Chain, rtl: bool, width: float, unprintable: Unprintable = "refuse"
) -> tuple[Line, ...]:
    """The lines of `text` in a column.

    `width` is in thousandths of the size of the text. At least one line comes back, perhaps empty. A character that no
    face has raises `CharacterNotPrintable`, or, when `unprintable` is "spell", is written as its number: [U+1F600].
    """
    out: list[Line] = []
    for paragraph in _printable(clean(text), chain, unprintable).split("\n"):
        out.extend(_fill(_words(paragraph, chain, rtl), width))
    return tuple(out)


def measure(text: str, chain: Chain, rtl: bool, unprintable: Unprintable = "refuse") -> float:
    """Width of the longest line of `text` when nothing makes it break, in thousandths of its size."""
    return max(line.width for line in break_lines(text, chain, rtl, float("inf"), unprintable))


def unprintable_characters(text: str, chain: Chain) -> str:
    """The characters of `text` that a document cannot show, each once, in order of appearance."""
    return "".join(
        dict.fromkeys(
            character
            for character in clean(text)
            if character != "\n" and character not in UNDRAWN and _lacks(chain, character)
        )
    )


def _lacks(chain: Chain, character: str) -> bool:
    return chain.lacks(DRAWN_AS.get(character, character))


def _printable(text: str, chain: Chain, unprintable: Unprintable) -> str:
    missing = unprintable_characters(text, chain)
    if not missing:
        return text
    if unprintable == "refuse":
        raise CharacterNotPrintable(missing)
    return text.translate({ord(character): f"[U+{ord(character):04X}]" for character in missing})


def _breaks_after(text: str, at: int) -> bool:
    """Whether a line may end after the character at `at`, which is not a blank (UAX 14: HY, SY; never before a digit)."""
    character = text[at]
    if character not in "-/" or at == 0 or at + 1 >= len(text):
        return False
    before, after = text[at - 1], text[at + 1]
    return before.isalpha() and after.isalpha()


def _words(text: str, chain: Chain, rtl: bool) -> Iterator[_Word]:
    """Cut a paragraph at its break opportunities and shape each part."""
    found = levels(text, rtl)
    start, length = 0, len(text)
    previous: Face | None = None
    # Digits and punctuation belong to the script before them, at the beginning to the one that follows (UAX 24).
    script = script_of(text) or LATIN
    while start < length:
        end = start
        while end < length and text[end] not in (" ", ZERO_WIDTH_SPACE):
            end += 1
            if _breaks_after(text, end - 1):
                break
        after = end
        while after < length and text[after] in (" ", ZERO_WIDTH_SPACE):
            after += 1
        pieces = tuple(_pieces(text, start, end, found, chain, previous, script))
        if pieces:
            previous, script = pieces[-1].face, pieces[-1].script
        blank = tuple(_pieces(text, end, after, found, chain, previous, script))
        yield _Word(pieces, _width(pieces), blank, _width(blank))
        start = after


def _width(pieces: tuple[Piece, ...]) -> float:
    return sum(piece.width for piece in pieces)


def _pieces(
    text: str, start: int, end: int, found: bytes, chain: Chain, previous: Face | None, script: str
) -> Iterator[Piece]:
    """The runs of one face and one level of `text[start:end]`, in logical order."""
    run: list[str] = []
    face, level = previous, 0
    for at in range(start, end):
        character = text[at]
        if character in UNDRAWN:
            continue
        its = chain.face_for(DRAWN_AS.get(character, character), face)
        if its is None:
            raise CharacterNotPrintable(character)
        if run and (its is not face or found[at] != level):
            assert face is not None
            script = script_of("".join(run)) or script
            yield _piece(face, level, script, "".join(run))
            run = []
        face, level = its, found[at]
        run.append(character)
    if run and face is not None:
        yield _piece(face, level, script_of("".join(run)) or script, "".join(run))


def _piece(face: Face, level: int, script: str, text: str) -> Piece:
    shaped = shape(face, text, bool(level % 2), script)
    return Piece(face, level, script, text, shaped, shaped.advance * face.scale)


def _fill(words: Iterator[_Word], width: float) -> Iterator[Line]:
    """Put as many words on each line as fit."""
    line: list[Piece] = []
    used = 0.0
    blank: tuple[Piece, ...] = ()
    blank_width = 0.0
    for word in words:
        if line and used + blank_width + word.width > width:
            yield _line(line)
            line, used, blank, blank_width = [], 0.0, (), 0.0
        if word.width > width:
            *full, rest = _cut(word.pieces, width)
            for part in full:
                yield _line(part)
            line, used = rest, sum(piece.width for piece in rest)
        else:
            line.extend(blank)
            line.extend(word.pieces)
            used += blank_width + word.width
        blank, blank_width = word.blank, word.blank_width
    yield _line(line)


def _cut(pieces: tuple[Piece, ...], width: float) -> list[list[Piece]]:
    """Cut a word that is wider than the column into parts that are not, between two of its letters."""
    parts: list[list[Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        rest = piece.text
        while rest:
            end = _fitting(piece, rest, width - used)
            if end == 0 and not parts[-1]:
                end = _next_letter(rest, 0)  # a column narrower than one letter
            if end:
                part = piece.part(rest[:end])
                parts[-1].append(part)
                used += part.width
                rest = rest[end:]
            if rest:
                parts.append([])
                used = 0.0
    return parts


def _next_letter(text: str, start: int) -> int:
    """Where the letter that begins at `start` ends, its marks and joiners included."""
    end = start + 1
    while end < len(text) and (unicodedata.combining(text[end]) or text[end] in JOINERS):
        end += 1
    return end


def _fitting(piece: Piece, text: str, room: float) -> int:
    """How many characters of `text`, in whole letters, fit into `room` when they are set as `piece` is."""
    ends = [0]
    while ends[-1] < len(text):
        ends.append(_next_letter(text, ends[-1]))
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if piece.part(text[: ends[middle]]).width <= room:
            low = middle
        else:
            high = middle - 1
    return ends[low]


def _line(pieces: list[Piece]) -> Line:
    visual = tuple(reorder(pieces, lambda piece: piece.level))
    return Line(visual, sum(piece.width for piece in visual))
