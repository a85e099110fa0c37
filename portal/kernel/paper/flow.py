"""The column of a document: where the next block goes, when a page is full, and what every page bears."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

from . import look
from .assembly import FAINT
from .bidi import is_rtl, isolate
from .fonts import Chain, typefaces
from .lines import Line, Unprintable, break_lines
from .look import Align, Voice
from .sheet import Faces, Sheet
from .structure import Element
from .watermark import watermark
from .words import DEMO_LINE, WORDS

_MARK_ANGLE = 35.0
# Share of the size by which a baseline sits below the middle of its line: half a capital, a little less in Arabic.
_BELOW_MIDDLE, _BELOW_MIDDLE_RTL = 0.34, 0.27


class Flow:
    """The pages made so far and the place of the next block. `y` is the top of the free space, in points."""

    def __init__(
        self,
        *,
        language: str,
        size: tuple[float, float] = look.A4,
        unprintable: Unprintable = "refuse",
    ) -> None:
        self.language = language
        self.rtl = is_rtl(language)
        self.width, self.height = size
        self.unprintable = unprintable
        self.faces = Faces()
        self.typefaces = typefaces()
        self.sheets: list[Sheet] = []
        self.top = Element("Document", language)
        self.left = look.MARGIN_SIDE
        self.column = self.width - 2 * look.MARGIN_SIDE
        self.bottom = look.MARGIN_BOTTOM
        self.y = 0.0
        self.page_language = language
        self._page_languages: list[str] = []
        self.new_page()

    @property
    def sheet(self) -> Sheet:
        """The page being drawn."""
        return self.sheets[-1]

    @property
    def room(self) -> float:
        """Free height on this page."""
        return self.y - self.bottom

    @property
    def at_top(self) -> bool:
        """Whether nothing was put on this page yet."""
        return not self.sheet.operators

    def new_page(self) -> None:
        """Begin a page; its number is told in `page_language`."""
        margin = look.MARGIN_TOP_NEXT if self.sheets else look.MARGIN_TOP
        self.sheets.append(Sheet(len(self.sheets), self.faces, self.width, self.height))
        self._page_languages.append(self.page_language)
        self.y = self.height - margin

    def ensure(self, height: float) -> None:
        """Begin a page unless `height` is free on this one (or this one is still empty)."""
        if height > self.room and not self.at_top:
            self.new_page()

    def opening(self, lines: Sequence[Line], keep: int = 2) -> int:
        """How many lines of a text must stand on the page where it begins: all of a short one, which cannot be cut."""
        return len(lines) if len(lines) <= keep + 1 else keep

    def space(self, height: float) -> None:
        """Leave `height` free, except at the top of a page."""
        if not self.at_top:
            self.y -= height

    def lines(self, text: str, voice: Voice, rtl: bool, width: float) -> tuple[Line, ...]:
        """The lines of `text` in a column of `width` points."""
        chain = self.typefaces.chain(voice.family)
        # Rounded, so that the memory of broken lines is not missed for a difference nobody sees.
        room = round(width * 1000 / voice.size, 1)
        lines = break_lines(text, chain, rtl, room, self.unprintable)
        if voice.align == "centre" and len(lines) > 1:
            return self._balanced(text, chain, rtl, room, lines)
        return lines

    def _balanced(self, text: str, chain: Chain, rtl: bool, room: float, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """The same text on as many lines, of more even lengths: a title does not end with a word alone."""
        for share in (0.9, 0.8, 0.7, 0.6):
            narrower = break_lines(text, chain, rtl, round(room * share, 1), self.unprintable)
            if len(narrower) > len(lines):
                break
            lines = narrower
        return lines

    def put(
        self,
        line: Line,
        voice: Voice,
        *,
        top: float,
        left: float,
        width: float,
        rtl: bool,
        align: Align | None = None,
        align_rtl: bool | None = None,
        sheet: Sheet | None = None,
    ) -> float:
        """Draw one line whose box begins at `top`; returns the bottom of the box.

        `align` is by direction of `align_rtl` (the surrounding block), which is `rtl` (the line's own) if not given.
        """
        height = voice.line_height(rtl)
        baseline = top - height / 2 - voice.size * (_BELOW_MIDDLE_RTL if rtl else _BELOW_MIDDLE)
        slack = width - line.width * voice.size / 1000
        from_right = rtl if align_rtl is None else align_rtl
        share = {"start": 1.0 if from_right else 0.0, "centre": 0.5, "end": 0.0 if from_right else 1.0}
        (sheet or self.sheet).line(line, left + slack * share[align or voice.align], baseline, voice.size, voice.colour)
        return top - height

    def text(
        self,
        element: Element,
        text: str,
        voice: Voice,
        *,
        rtl: bool,
        left: float | None = None,
        width: float | None = None,
        keep: int = 2,
    ) -> None:
        """Set a text in the column, over as many pages as it takes.

        `left` and `width` narrow the column. A page never ends after fewer than `keep` lines of the text, nor begins with
        its last line alone.
        """
        left = self.left if left is None else left
        width = self.column if width is None else width
        element.speak(text)
        lines = self.lines(text, voice, rtl, width)
        height = voice.line_height(rtl)
        start = 0
        while start < len(lines):
            self.ensure(height * self.opening(lines[start:], keep))
            fits = max(1, int((self.room + 0.01) / height))
            end = min(len(lines), start + fits)
            if end == len(lines) - 1 and end - start > keep:
                end -= 1
            with self.sheet.marked(element):
                for line in lines[start:end]:
                    self.y = self.put(line, voice, top=self.y, left=left, width=width, rtl=rtl)
            start = end
            if start < len(lines):
                self.new_page()

    def stack(
        self,
        lines: Sequence[Line],
        voice: Voice,
        *,
        top: float,
        left: float,
        width: float,
        rtl: bool,
        align: Align | None = None,
        align_rtl: bool | None = None,
    ) -> float:
        """Draw lines one under the other at a fixed place; returns the bottom."""
        for line in lines:
            top = self.put(line, voice, top=top, left=left, width=width, rtl=rtl, align=align, align_rtl=align_rtl)
        return top

    def finish(self, *, reference: str, demo: bool) -> None:
        """Put on every page what every page bears: reference, page number, and the demonstration's words."""
        for sheet in self.sheets:
            with sheet.artifact("Pagination"):
                self._footer(sheet, reference)
            if demo:
                with sheet.artifact("Pagination"):
                    self._demo(sheet)

    def _footer(self, sheet: Sheet, reference: str) -> None:
        voice = look.FOOTER
        top = look.FOOTER_BASELINE + voice.size
        edge = top + 1
        sheet.rule(self.left, edge, self.left + self.column, edge, look.RULE)
        language = self._page_languages[sheet.index]
        rtl = is_rtl(language)
        count = WORDS[language].page.format(page=sheet.index + 1, pages=len(self.sheets))
        for text, align in ((isolate(reference) if reference else "", "start"), (count, "end")):
            if text:
                for line in self.lines(text, voice, rtl, self.column):
                    self.put(
                        line,
                        voice,
                        top=top,
                        left=self.left,
                        width=self.column,
                        rtl=rtl,
                        align="start" if align == "start" else "end",
                        sheet=sheet,
                    )

    def _demo(self, sheet: Sheet) -> None:
        (line,) = self.lines(DEMO_LINE, look.DEMO_LINE, True, self.column)
        self.put(
            line,
            look.DEMO_LINE,
            top=look.DEMO_BASELINE + look.DEMO_LINE.size,
            left=self.left,
            width=self.column,
            rtl=True,
            align="centre",
            sheet=sheet,
        )
        angle = radians(_MARK_ANGLE)
        matrix = (cos(angle), sin(angle), -sin(angle), cos(angle), self.width / 2, self.height / 2)
        # Over the content and see-through: a mark below it would vanish under the tinted cells of a table.
        with sheet.turned(matrix, FAINT):
            sheet.form("Mark", watermark(self.typefaces))
