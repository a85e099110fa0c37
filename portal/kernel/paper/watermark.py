"""The words that lie across every page of a demonstration, as outlines: they are neither selected away nor read as text."""

from __future__ import annotations

from functools import cache

import uharfbuzz as hb

from . import look
from .fonts import Typefaces
from .lines import Line, break_lines
from .words import DEMO_MARK


class _Outline:
    """Collects the outlines of glyphs as path operators."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self._origin = (0.0, 0.0)
        self._scale = 1.0
        self._at = (0.0, 0.0)
        self._functions = hb.DrawFuncs()
        self._functions.set_move_to_func(lambda x, y, _data: self._add("m", x, y))
        self._functions.set_line_to_func(lambda x, y, _data: self._add("l", x, y))
        self._functions.set_quadratic_to_func(lambda cx, cy, x, y, _data: self._quadratic(cx, cy, x, y))
        self._functions.set_cubic_to_func(lambda *numbers: self._add("c", *numbers[:-1]))
        self._functions.set_close_path_func(lambda _data: self.operators.append("h"))

    def _add(self, operator: str, *numbers: float) -> None:
        self._at = (numbers[-2], numbers[-1])
        placed = (f"{self._origin[at % 2] + value * self._scale:.1f}" for at, value in enumerate(numbers))
        self.operators.append(f"{' '.join(placed)} {operator}")

    def _quadratic(self, control_x: float, control_y: float, x: float, y: float) -> None:
        # PDF has cubic curves only.
        start_x, start_y = self._at
        first = (start_x + (control_x - start_x) * 2 / 3, start_y + (control_y - start_y) * 2 / 3)
        second = (x + (control_x - x) * 2 / 3, y + (control_y - y) * 2 / 3)
        self._add("c", *first, *second, x, y)

    def add_line(self, line: Line, x: float, y: float, size: float) -> None:
        """Add a line of text whose left end is at `x` and whose baseline is at `y`."""
        for piece in line.pieces:
            unit = size * piece.face.scale / 1000
            self._scale = unit * piece.face.unit
            for glyph in piece.shaped.glyphs:
                self._origin = (x + glyph.dx * unit, y + glyph.dy * unit)
                piece.face.hb_font.draw_glyph(glyph.gid, self._functions)
                x += glyph.advance * unit


@cache
def watermark(typefaces: Typefaces) -> str:
    """Operators of the mark, centred on the origin."""
    voice = look.DEMO_MARK
    chain = typefaces.chain(voice.family)
    pitch = voice.line_height(rtl=True)
    outline = _Outline()
    y = pitch * (len(DEMO_MARK) - 1) / 2 - voice.size * 0.27
    for words in DEMO_MARK:
        for line in break_lines(words, chain, True, float("inf")):
            outline.add_line(line, -line.width * voice.size / 2000, y, voice.size)
        y -= pitch
    red, green, blue = voice.colour
    return f"{red:g} {green:g} {blue:g} rg\n" + "\n".join(outline.operators) + "\nf"
