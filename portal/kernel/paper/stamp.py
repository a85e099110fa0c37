"""The picture of the visible seal: a small PDF that the signer lays into the empty box of a signature block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from . import look
from .assembly import Metadata, assemble
from .bidi import is_rtl, runs_rtl
from .fonts import Family, typefaces
from .frame import SEAL_HEIGHT, SEAL_WIDTH
from .lines import break_lines
from .look import Voice
from .sheet import Faces, Sheet
from .structure import Element

# From the edge: the inner frame lies at 3.5, and the letters keep as much air again and more within it.
_PAD = 9.0
_LARGEST, _SMALLEST, _STEP = 11.0, 5.0, 0.5


def seal_picture(
    lines: Sequence[str],
    *,
    lang: str,
    created: datetime,
    width: float = SEAL_WIDTH,
    height: float = SEAL_HEIGHT,
) -> bytes:
    """One page of `width` by `height` points: a double frame round `lines`, the first in bold, all centred.

    The letters are as large as the frame allows, 11 points at most; `created` (aware) is the only date in the file. The
    same lines give the same bytes. Raises `CharacterNotPrintable`, and `ValueError` if the lines cannot fit.
    """
    faces = Faces()
    sheet = Sheet(0, faces, width, height)
    with sheet.artifact():
        sheet.frame((1, 1, width - 2, height - 2), look.GREEN, 1.2)
        sheet.frame((3.5, 3.5, width - 7, height - 7), look.OCHRE, 0.4)
        _write(sheet, lines, lang)
    title = lines[0] if lines else ""
    return assemble([sheet], faces, Element("Document", lang), Metadata(title, lang, created, rtl=is_rtl(lang)))


def _write(sheet: Sheet, lines: Sequence[str], lang: str) -> None:
    fonts = typefaces()
    room = sheet.width - 2 * _PAD
    size = _LARGEST
    while size >= _SMALLEST:
        first = Voice(size, Family.STRONG, look.DEEP_GREEN, leading=1.35, leading_rtl=1.45)
        voices = [first if at == 0 else replace(first, family=Family.TEXT, colour=look.INK) for at in range(len(lines))]
        broken = [
            (line, voice)
            for text, voice in zip(lines, voices, strict=True)
            for line in break_lines(
                text, fonts.chain(voice.family), runs_rtl(text, within_rtl=is_rtl(lang)), room * 1000 / size
            )
        ]
        pitch = first.line_height(is_rtl(lang))
        if len(broken) * pitch <= sheet.height - 2 * _PAD:
            top = (sheet.height + len(broken) * pitch) / 2
            for at, (line, voice) in enumerate(broken):
                baseline = top - (at + 0.5) * pitch - size * 0.3
                left = (sheet.width - line.width * size / 1000) / 2
                sheet.line(line, left, baseline, size, voice.colour)
            return
        size -= _STEP
    raise ValueError("the lines of the seal do not fit its frame")
