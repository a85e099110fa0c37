"""Ruled tables: the facts of an act (a label and a value a row), and plain tables with a head repeated on each page.

Columns run in the direction of the document: the first is on the right in Arabic. A row goes over to the next page whole
where it can; one taller than the free space is cut between two lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import look
from .bidi import is_rtl, runs_rtl
from .flow import Flow
from .lines import Line
from .look import Voice
from .structure import Element

_PAD_X = 8.0
_PAD_Y = 4.0
# A row of more lines than this may be cut by the end of a page; a shorter one moves.
_WHOLE = 6


@dataclass(frozen=True)
class _Cell:
    lines: tuple[Line, ...]
    voice: Voice
    rtl: bool  # of the table: the lines of a row share one pitch, whatever way their words run
    element: Element

    @property
    def step(self) -> float:
        return self.voice.line_height(self.rtl)


def draw_facts(flow: Flow, rows: Sequence[tuple[str, str]], *, language: str, label_share: float) -> None:
    """Draw rows of a label and a value; labels take `label_share` of the column."""
    rtl = is_rtl(language)
    widths = (flow.column * label_share, flow.column * (1 - label_share))
    table = flow.top.add("Table", language=language)
    first = True
    for label, value in rows:
        row = table.add("TR")
        cells = [
            _cell(flow, label, look.FACT_LABEL, widths[0], rtl, row.add("TH", scope="Row")),
            _cell(flow, value, look.FACT_VALUE, widths[1], rtl, row.add("TD")),
        ]
        _row(flow, cells, widths, rtl, tinted=(0,), opening=first)
        first = False
    _edge(flow, look.GREEN, 1.0)


def draw_table(
    flow: Flow,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    language: str,
    widths: Sequence[float] | None,
) -> None:
    """Draw a table with a head; `widths` are shares of the column in reading order, equal if not given."""
    shares = tuple(widths) if widths else tuple(1.0 for _ in head)
    if len(shares) != len(head) or any(len(row) != len(head) for row in rows):
        raise ValueError("each row, and the widths, must have one entry for each heading")
    rtl = is_rtl(language)
    columns = tuple(flow.column * share / sum(shares) for share in shares)
    table = flow.top.add("Table", language=language)

    def draw_head() -> None:
        row = table.add("TR")
        cells = [
            _cell(flow, text, look.TABLE_HEAD, width, rtl, row.add("TH", scope="Column"))
            for text, width in zip(head, columns, strict=True)
        ]
        _row(flow, cells, columns, rtl, tinted=tuple(range(len(head))), opening=True)

    # The head never stands alone at the foot of a page.
    flow.ensure(4 * look.TABLE_CELL.line_height(rtl))
    draw_head()
    for texts in rows:
        row = table.add("TR")
        cells = [
            _cell(flow, text, look.TABLE_CELL, width, rtl, row.add("TD"))
            for text, width in zip(texts, columns, strict=True)
        ]
        height = _height(cells)
        if height > flow.room and len(max(cells, key=lambda cell: len(cell.lines)).lines) <= _WHOLE:
            _turn(flow, height, closing=True)
            draw_head()
        _row(flow, cells, columns, rtl, tinted=())
    _edge(flow, look.GREEN, 1.0)


def _cell(flow: Flow, text: str, voice: Voice, width: float, rtl: bool, element: Element) -> _Cell:
    element.speak(text)
    lines = flow.lines(text, voice, runs_rtl(text, within_rtl=rtl), width - 2 * _PAD_X)
    return _Cell(lines, voice, rtl, element)


def _height(cells: Sequence[_Cell]) -> float:
    return max(len(cell.lines) * cell.step for cell in cells) + 2 * _PAD_Y


def _edge(flow: Flow, colour: look.Colour, width: float = 0.5) -> None:
    with flow.sheet.artifact():
        flow.sheet.rule(flow.left, flow.y, flow.left + flow.column, flow.y, colour, width)


def _turn(flow: Flow, height: float, *, closing: bool) -> None:
    """Go over to the next page unless `height` is free, closing the part of the table that stays behind."""
    if height > flow.room and not flow.at_top:
        if closing:
            _edge(flow, look.GREEN, 1.0)
        flow.new_page()


def _row(
    flow: Flow,
    cells: Sequence[_Cell],
    widths: Sequence[float],
    rtl: bool,
    *,
    tinted: tuple[int, ...],
    opening: bool = False,
) -> None:
    """Draw a row, cut over pages if it must be, and the rule above it, which is strong at the top of a table or page."""
    longest = max(len(cell.lines) for cell in cells)
    step = max(cell.step for cell in cells)
    if longest <= _WHOLE or flow.room < 3 * step + 2 * _PAD_Y:
        _turn(flow, min(_height(cells), flow.height / 2), closing=not opening)
    start = 0
    while True:
        fits = max(1, int((flow.room - 2 * _PAD_Y + 0.01) / step))
        end = min(longest, start + fits)
        opens = opening or flow.at_top
        _part(flow, cells, widths, rtl, tinted, start, end, opens)
        if end >= longest:
            return
        start = end
        _turn(flow, flow.height, closing=True)


def _part(
    flow: Flow,
    cells: Sequence[_Cell],
    widths: Sequence[float],
    rtl: bool,
    tinted: tuple[int, ...],
    start: int,
    end: int,
    opens: bool,
) -> None:
    """Draw lines `start` to `end` of each cell of a row, the rule above it, and move down."""
    shown = [cell.lines[start:end] for cell in cells]
    height = max(len(lines) * cell.step for lines, cell in zip(shown, cells, strict=True)) + 2 * _PAD_Y
    edges = _lefts(flow, widths, rtl)
    with flow.sheet.artifact():
        flow.sheet.fill([(edges[at], flow.y - height, widths[at], height) for at in tinted], look.SAND)
    if opens:
        _edge(flow, look.GREEN, 1.0)
    elif start == 0:
        _edge(flow, look.RULE)
    # Cells of one row share the middle of their first lines, whatever their sizes.
    first = max(cell.step for cell in cells)
    for cell, lines, left, width in zip(cells, shown, edges, widths, strict=True):
        if not lines:
            continue
        with flow.sheet.marked(cell.element):
            flow.stack(
                lines,
                cell.voice,
                top=flow.y - _PAD_Y - (first - cell.step) / 2,
                left=left + _PAD_X,
                width=width - 2 * _PAD_X,
                rtl=rtl,
            )
    flow.y -= height


def _lefts(flow: Flow, widths: Sequence[float], rtl: bool) -> list[float]:
    """The left edge of each column, given in reading order."""
    lefts = []
    at = flow.left + flow.column if rtl else flow.left
    for width in widths:
        if rtl:
            at -= width
            lefts.append(at)
        else:
            lefts.append(at)
            at += width
    return lefts
