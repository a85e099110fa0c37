"""From letters to glyphs: which glyphs stand for a word, how far each advances, and which letters each one means.

Shaping is done by HarfBuzz, word by word (Arabic joins within a word, never across a space), and remembered, since the
words of acts repeat. The memory holds facts about a face and a word only, so no document can change another.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import uharfbuzz as hb

from .fonts import DRAWN_AS, Face

_FEATURES = {"kern": True, "liga": True}
_REMEMBERED = 16384


class Glyph(NamedTuple):
    """One glyph in visual order; lengths in thousandths of an em of its face."""

    gid: int
    text: str  # the letters it stands for when copied or searched; empty for the later glyphs of a cluster
    natural: float  # its advance in the font file
    advance: float  # its advance here
    dx: float
    dy: float


class Shaped(NamedTuple):
    """A word in one face and one direction; `advance` in thousandths of an em."""

    glyphs: tuple[Glyph, ...]
    advance: float
    plain: bool  # every glyph stands on the line and advances as its face says


def _script(text: str) -> tuple[str, str]:
    """Script and language of a word, never guessed from the machine's locale."""
    for character in text:
        point = ord(character)
        if 0x0600 <= point <= 0x08FF or 0xFB50 <= point <= 0xFEFC:
            return "Arab", "ar"
        if 0x2D30 <= point <= 0x2D7F:
            return "Tfng", "zgh"
        if character.isalpha():
            return "Latn", "fr"
    return "Zyyy", "fr"


@lru_cache(maxsize=_REMEMBERED)
def shape(face: Face, text: str, rtl: bool) -> Shaped:
    """The glyphs of `text`, a word or a blank of one face and one embedding level, from left to right."""
    drawn = "".join(DRAWN_AS.get(character, character) for character in text)
    buffer = hb.Buffer()
    buffer.add_str(drawn)
    buffer.script, buffer.language = _script(drawn)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    # A joiner leaves no glyph behind, else every face would need one for it.
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(face.hb_font, buffer, _FEATURES)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(drawn)], strict=True))
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
            info.codepoint,
            text_of,
            face.hb_font.get_glyph_h_advance(info.codepoint) * unit,
            position.x_advance * unit,
            position.x_offset * unit,
            position.y_offset * unit,
        )
        glyphs.extend(_one_letter_each(glyph, face) if rtl and len(text_of) > 1 else (glyph,))
    plain = all(glyph.natural == glyph.advance and not glyph.dx and not glyph.dy for glyph in glyphs)
    return Shaped(tuple(glyphs), sum(glyph.advance for glyph in glyphs), plain)


def _one_letter_each(glyph: Glyph, face: Face) -> list[Glyph]:
    """A right-to-left ligature as its own glyph followed by blanks, one letter and one share of the width each.

    Readers turn the line round letter by letter to find the text: a glyph that stands for two letters comes out with
    the two exchanged (seen in poppler). The picture is the same, since a glyph is drawn whole whatever its width.
    """
    count = len(glyph.text)
    share = glyph.natural / count
    last = glyph.advance - share * (count - 1)
    blank = face.blank_gid
    drawn = glyph._replace(text=glyph.text[-1], natural=share, advance=share)
    blanks = [Glyph(blank, letter, share, share, glyph.dx, glyph.dy) for letter in glyph.text[-2::-1]]
    blanks[-1] = blanks[-1]._replace(advance=last)
    return [drawn, *blanks]
