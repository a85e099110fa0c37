"""From letters to glyphs: which glyphs stand for a word, how far each advances, and which letters each one means.

Shaping is done by HarfBuzz, word by word (Arabic joins within a word, never across a space), and remembered, since the
words of acts repeat. The memory holds facts about a face and a word only, so no document can change another.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import uharfbuzz as hb

from .fonts import DRAWN_AS, Face

_FEATURES = {"kern": True, "liga": True}
_REMEMBERED = 16384

ARABIC, TIFINAGH, LATIN = "Arab", "Tfng", "Latn"
_LANGUAGES = {ARABIC: "ar", TIFINAGH: "zgh", LATIN: "fr"}


class Glyph(NamedTuple):
    """One glyph in visual order; lengths in thousandths of an em of its face."""

    gid: int
    text: str  # the letters it stands for when copied or searched; empty for the later glyphs of a cluster
    advance: float
    dx: float
    dy: float


class Shaped(NamedTuple):
    """A word in one face and one direction; `advance` in thousandths of an em."""

    glyphs: tuple[Glyph, ...]
    advance: float
    plain: bool  # every glyph stands on the line, where the one before it ends
    keys: tuple[tuple[int, str, float], ...]  # of each glyph what a document gives a code to: gid, text, advance


def script_of(text: str) -> str:
    """The script (ISO 15924) of the first letter in `text`; empty if it has none, as digits and punctuation."""
    for character in text:
        point = ord(character)
        if 0x0600 <= point <= 0x08FF and character.isalpha():
            return ARABIC
        if 0x2D30 <= point <= 0x2D7F:
            return TIFINAGH
        if character.isalpha():
            return LATIN
    return ""


@lru_cache(maxsize=_REMEMBERED)
def shape(face: Face, text: str, rtl: bool, script: str) -> Shaped:
    """The glyphs of `text`, a word or a blank of one face and one embedding level, from left to right.

    `script` is that of the text around it where it has no letters: digits in Arabic are drawn to the height of Arabic.
    """
    drawn = "".join(DRAWN_AS.get(character, character) for character in text)
    buffer = hb.Buffer()
    buffer.add_str(drawn)
    # Never guessed: HarfBuzz would take the language from the machine's locale.
    buffer.script, buffer.language = script, _LANGUAGES[script]
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    # A joiner leaves no glyph behind, else every face would need one for it.
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(face.hb_font, buffer, _FEATURES)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts, len(drawn)][1:], strict=True))
    unit = face.unit
    glyphs: list[Glyph] = []
    told: set[int] = set()
    letters = [""] * len(infos)
    for at in reversed(range(len(infos))) if rtl else range(len(infos)):
        cluster = infos[at].cluster
        letters[at] = "" if cluster in told else drawn[cluster : ends[cluster]]
        told.add(cluster)
    for info, position, text_of in zip(infos, positions, letters, strict=True):
        glyph = Glyph(
            info.codepoint, text_of, position.x_advance * unit, position.x_offset * unit, position.y_offset * unit
        )
        if rtl and text_of:
            glyphs.extend(_one_letter_each(glyph, face))
        else:
            glyphs.append(glyph)
    glyphs = _without_gaps(glyphs)
    plain = not any(glyph.dx or glyph.dy for glyph in glyphs)
    keys = tuple((glyph.gid, glyph.text, glyph.advance) for glyph in glyphs)
    return Shaped(tuple(glyphs), sum(glyph.advance for glyph in glyphs), plain, keys)


def _without_gaps(glyphs: list[Glyph]) -> list[Glyph]:
    """The same picture with every letter beginning where the one before it ends.

    A shift of a letter (kerning, the joins of Amiri) goes into the width of the glyph before it, and so does the width of
    a connecting stroke that stands for no letter: across a gap readers would see two words.
    """
    out: list[Glyph] = []
    for glyph in glyphs:
        before = out[-1] if out else None
        moved = glyph
        if before is not None and glyph.text and glyph.dx:
            out[-1] = before._replace(advance=before.advance + glyph.dx)
            moved = glyph._replace(advance=glyph.advance - glyph.dx, dx=0.0)
        elif before is not None and not glyph.text and glyph.advance:
            out[-1] = before._replace(advance=before.advance + glyph.advance)
            moved = glyph._replace(advance=0.0, dx=glyph.dx - glyph.advance)
        out.append(moved)
    return out


def _one_letter_each(glyph: Glyph, face: Face) -> list[Glyph]:
    """A right-to-left glyph so that each part stands for one letter at most: readers turn lines round letter by letter.

    A ligature becomes its own glyph followed by blanks, with a share of the width each; else its two letters come out
    exchanged (seen in poppler). The picture is the same, since a glyph is drawn whole whatever its width. A vowel sign
    stands for nothing: it lies off the line, and readers would cut the word there to put it in. It is seen, and it is in
    the words of the structure; what is copied and searched is the word without it.
    """
    letters = "".join(letter for letter in glyph.text if not unicodedata.combining(letter))
    if len(letters) < 2:
        return [glyph._replace(text=letters)]
    share = glyph.advance / len(letters)
    drawn = glyph._replace(text=letters[-1], advance=share)
    return [drawn, *(Glyph(face.blank_gid, letter, share, 0.0, 0.0) for letter in letters[-2::-1])]
