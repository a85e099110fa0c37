"""The head and the end of a document: letterhead with its band, signature block, QR code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from . import look
from .bidi import is_rtl
from .flow import Flow
from .lines import Line
from .look import Align, Voice
from .ornament import BAND_HEIGHT, band
from .qr import QrCode, dark_runs
from .words import WORDS

SEAL_WIDTH, SEAL_HEIGHT = 208.0, 84.0
QR_SIDE = 84.0
_GAP = 18.0
_QR_GAP = 8.0
_NOTICE_PAD = 9.0
_NOTICE_BAR = 3.0


class SealBox(NamedTuple):
    """The empty place of the visible seal: page from 0; left, bottom, right, top in points."""

    page: int
    box: tuple[float, float, float, float]


def draw_letterhead(flow: Flow, columns: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Draw up to three columns of (language, lines): first at the right edge, last at the left, and the band below."""
    width = (flow.column - _GAP) / max(len(columns), 2) if len(columns) < 3 else (flow.column - 2 * _GAP) / 3
    if flow.at_top:
        flow.y = flow.height - look.MARGIN_TOP
    top = lowest = flow.y
    for at, (language, texts) in enumerate(columns):
        rtl = is_rtl(language)
        if at == 0:
            left, align = flow.left + flow.column - width, _edge_align(rtl, right=True)
        elif at == len(columns) - 1:
            left, align = flow.left, _edge_align(rtl, right=False)
        else:
            left, align = flow.left + (flow.column - width) / 2, "centre"
        element = flow.top.add("P", language=language)
        y = top
        with flow.sheet.marked(element):
            for place, text in enumerate(texts):
                voice = look.LETTERHEAD_FIRST if place == 0 else look.LETTERHEAD
                # One pitch in all columns, so that the lines of the scripts stand beside each other.
                element.speak(text)
                for line in flow.lines(text, voice, rtl, width):
                    y = flow.put(line, voice, top=y, left=left, width=width, rtl=True, align=align, align_rtl=rtl)
        lowest = min(lowest, y)
    flow.y = lowest - 8
    draw_band(flow)


def _edge_align(rtl: bool, *, right: bool) -> Align:
    return "start" if rtl is right else "end"


def draw_band(flow: Flow) -> None:
    """Draw the geometric band over the column and move below it."""
    with flow.sheet.artifact(), flow.sheet.turned((1, 0, 0, 1, flow.left, flow.y - BAND_HEIGHT)):
        flow.sheet.form("Band", band(round(flow.column, 2)))
    flow.y -= BAND_HEIGHT + 6


def draw_notice(flow: Flow, text: str, *, language: str, warning: bool) -> None:
    """Draw a text in a tinted box with a bar at its near edge, kept on one page where it fits on one."""
    rtl = is_rtl(language)
    voice = look.NOTICE_WARNING if warning else look.NOTICE
    surface, edge = (look.WARNING_SURFACE, look.WARNING) if warning else (look.SAND, look.GREEN)
    width = flow.column - 2 * _NOTICE_PAD - _NOTICE_BAR
    lines = flow.lines(text, voice, rtl, width)
    height = len(lines) * voice.line_height(rtl) + 2 * _NOTICE_PAD
    flow.space(6)
    flow.ensure(height)
    bar = flow.left + flow.column - _NOTICE_BAR if rtl else flow.left
    with flow.sheet.artifact():
        flow.sheet.fill([(flow.left, flow.y - height, flow.column, height)], surface)
        flow.sheet.fill([(bar, flow.y - height, _NOTICE_BAR, height)], edge)
    left = flow.left + _NOTICE_PAD + (0 if rtl else _NOTICE_BAR)
    element = flow.top.add("P", language=language)
    element.speak(text)
    with flow.sheet.marked(element):
        flow.stack(lines, voice, top=flow.y - _NOTICE_PAD, left=left, width=width, rtl=rtl)
    flow.y -= height
    flow.space(10)


def draw_signature(
    flow: Flow,
    *,
    language: str,
    place: str,
    date_text: str,
    quality: str,
    name: str,
    note: str,
    qr: QrCode | None,
) -> SealBox:
    """Draw place and date, the signer's quality, an empty box and a note at the far side; the QR code at the near one.

    The whole stays on one page.
    """
    rtl = is_rtl(language)
    width = SEAL_WIDTH
    done_at = WORDS[language].done_at.format(place=place, date=date_text)
    above: list[tuple[str, Voice]] = [(done_at, look.SIGNATURE_PLACE), (quality, look.SIGNATURE_QUALITY)]
    if name:
        above.append((name, look.SIGNATURE_PLACE))
    set_above = [(flow.lines(text, voice, rtl, width), voice) for text, voice in above]
    note_lines = flow.lines(note, look.SMALL, rtl, width) if note else ()
    text_height = sum(len(lines) * voice.line_height(rtl) for lines, voice in set_above)
    height = text_height + 6 + SEAL_HEIGHT + 4 + len(note_lines) * look.SMALL.line_height(rtl)
    if qr:
        height = max(height, _qr_height(flow, qr, language, flow.column - width - _GAP))
    flow.space(14)
    flow.ensure(height)
    top = flow.y
    left = flow.left if rtl else flow.left + flow.column - width
    element = flow.top.add("P", language=language)
    for text, _voice in above:
        element.speak(text)
    y = top
    with flow.sheet.marked(element):
        for lines, voice in set_above:
            y = flow.stack(lines, voice, top=y, left=left, width=width, rtl=rtl, align="centre")
    y -= 6
    box = (left, y - SEAL_HEIGHT, left + width, y)
    with flow.sheet.artifact():
        flow.sheet.frame((left, y - SEAL_HEIGHT, width, SEAL_HEIGHT), look.RULE, 0.75, (2.5, 2.5))
    y -= SEAL_HEIGHT + 4
    if note_lines:
        remark = flow.top.add("P", language=language)
        remark.speak(note)
        with flow.sheet.marked(remark):
            y = flow.stack(note_lines, look.SMALL, top=y, left=left, width=width, rtl=rtl, align="centre")
    sealed = SealBox(flow.sheet.index, box)
    if qr:
        room = flow.column - width - _GAP
        qr_left = flow.left + flow.column - room if rtl else flow.left
        y = min(y, _draw_qr(flow, qr, language, top=top, left=qr_left, width=room))
    flow.y = y
    return sealed


def draw_qr(flow: Flow, qr: QrCode, *, language: str) -> None:
    """Draw a QR code in the flow, its caption beside it."""
    flow.space(8)
    flow.ensure(_qr_height(flow, qr, language, flow.column))
    flow.y = _draw_qr(flow, qr, language, top=flow.y, left=flow.left, width=flow.column)


def _caption(flow: Flow, qr: QrCode, language: str, width: float) -> list[tuple[tuple[Line, ...], Voice, bool]]:
    """The lines beside a code, with their voice and direction: what to do, the address in full, and what comes after."""
    rtl = is_rtl(language)
    beside = width - QR_SIDE - _QR_GAP
    before, after = (
        [(flow.lines(text, look.SMALL, rtl, beside), look.SMALL, rtl) for text in texts]
        for texts in (qr.caption, qr.after)
    )
    return [*before, (flow.lines(qr.url, look.ADDRESS, False, beside), look.ADDRESS, False), *after]


def _qr_height(flow: Flow, qr: QrCode, language: str, width: float) -> float:
    return max(QR_SIDE, _caption_height(qr, _caption(flow, qr, language, width)))


def _caption_height(qr: QrCode, caption: Sequence[tuple[tuple[Line, ...], Voice, bool]]) -> float:
    written = sum(len(lines) * voice.line_height(rtl) for lines, voice, rtl in caption)
    return written + len(qr.after) * look.SMALL.after


def _draw_qr(flow: Flow, qr: QrCode, language: str, *, top: float, left: float, width: float) -> float:
    """Draw the code at the near side of a box and its caption beside it; returns the bottom."""
    rtl = is_rtl(language)
    caption = _caption(flow, qr, language, width)
    modules, runs = dark_runs(qr.url)
    module = QR_SIDE / modules
    x = left + width - QR_SIDE if rtl else left
    bottom = top - QR_SIDE
    words = WORDS[language].check_online
    figure = flow.top.add("Figure", language=language, alt=f"{words}: {qr.url}")
    with flow.sheet.marked(figure):
        flow.sheet.fill([(x, bottom, QR_SIDE, QR_SIDE)], look.WHITE)
        flow.sheet.modules(runs, x, bottom, module, look.INK)
    beside = left if rtl else left + QR_SIDE + _QR_GAP
    room = width - QR_SIDE - _QR_GAP
    y = top - max(0.0, (QR_SIDE - _caption_height(qr, caption)) / 2)
    paragraph = flow.top.add("P", language=language)
    for text in qr.caption:
        paragraph.speak(text)
    address = len(qr.caption)
    for lines, voice, direction in caption[:address]:
        with flow.sheet.marked(paragraph):
            y = flow.stack(lines, voice, top=y, left=beside, width=room, rtl=direction, align_rtl=rtl)
    link = flow.top.add("P", language=language).add("Link", language="fr")
    lines, voice, direction = caption[address]
    begin = y
    with flow.sheet.marked(link):
        y = flow.stack(lines, voice, top=y, left=beside, width=room, rtl=direction, align_rtl=rtl)
    flow.sheet.link((beside, y, beside + room, begin), qr.url, words, link)
    for text, (lines, voice, direction) in zip(qr.after, caption[address + 1 :], strict=True):
        more = flow.top.add("P", language=language)
        more.speak(text)
        with flow.sheet.marked(more):
            y -= voice.after
            y = flow.stack(lines, voice, top=y, left=beside, width=room, rtl=direction, align_rtl=rtl)
    return min(bottom, y)
