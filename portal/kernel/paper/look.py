"""How a document of the portal looks: palette, page, and the voice of each kind of text. All lengths are points (1/72 inch).

Colours are those of the design system; the ornament at the head is the only decoration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from .fonts import Family

Colour = tuple[float, float, float]
Align = Literal["start", "centre", "end"]


def colour(code: str) -> Colour:
    """`#0b5d4a` as three numbers from 0 to 1."""
    red, green, blue = (round(int(code[at : at + 2], 16) / 255, 3) for at in (1, 3, 5))
    return red, green, blue


GREEN = colour("#0b5d4a")
DEEP_GREEN = colour("#073b30")
OCHRE = colour("#a0531f")
SAND = colour("#f6f1e7")
INK = colour("#17262b")
SLATE = colour("#51636a")
SKY = colour("#175a86")
DANGER = colour("#a3241c")
WARNING = colour("#7a4f00")
WARNING_SURFACE = colour("#fff4d9")
RULE = colour("#d8cdb8")
WHITE = colour("#ffffff")

A4 = (595.276, 841.89)
MARGIN_SIDE = 59.5
MARGIN_TOP = 42.5
MARGIN_BOTTOM = 64.0
# A page that bears no letterhead starts lower, so that its first line does not touch the edge of a copier's glass.
MARGIN_TOP_NEXT = 56.7
FOOTER_BASELINE = 36.0
DEMO_BASELINE = 52.0


@dataclass(frozen=True)
class Voice:
    """One kind of text. `leading` is the distance of two baselines as a multiple of the size, per direction."""

    size: float
    family: Family = Family.TEXT
    colour: Colour = INK
    leading: float = 1.45
    leading_rtl: float = 1.6
    before: float = 0.0
    after: float = 0.0
    align: Align = "start"

    def line_height(self, rtl: bool) -> float:
        """Distance of two baselines, in points."""
        return self.size * (self.leading_rtl if rtl else self.leading)


LETTERHEAD_FIRST = Voice(12.5, Family.STRONG, DEEP_GREEN, leading=1.4, leading_rtl=1.45)
LETTERHEAD = Voice(11, Family.TEXT, INK, leading=1.55, leading_rtl=1.6)
HEADING = Voice(25, Family.TITLE, DEEP_GREEN, leading=1.25, leading_rtl=1.5, before=12, after=2, align="centre")
HEADING_AMAZIGH = Voice(14, Family.TEXT, GREEN, leading=1.45, after=8, align="centre")
SUBHEADING = Voice(14, Family.STRONG, GREEN, leading=1.35, leading_rtl=1.5, before=11, after=4)
PARAGRAPH = Voice(11.5, Family.TEXT, after=6)
EMPHASIS = Voice(11.5, Family.STRONG, after=6)
SMALL = Voice(9, Family.TEXT, SLATE, leading=1.4, leading_rtl=1.55, after=4)
NOTICE = Voice(11, Family.TEXT, INK, leading=1.4, leading_rtl=1.55)
NOTICE_WARNING = Voice(11, Family.STRONG, WARNING, leading=1.4, leading_rtl=1.55)
ADDRESS = Voice(8, Family.TEXT, SKY, leading=1.4)
ARTICLE_LABEL = Voice(11.5, Family.STRONG, GREEN)
FACT_LABEL = Voice(10, Family.STRONG, SLATE, leading=1.4, leading_rtl=1.55)
FACT_VALUE = Voice(11.5, Family.TEXT, INK, leading=1.35, leading_rtl=1.5)
TABLE_HEAD = Voice(9.5, Family.STRONG, DEEP_GREEN, leading=1.35, leading_rtl=1.5)
TABLE_CELL = Voice(10, Family.TEXT, INK, leading=1.4, leading_rtl=1.55)
SIGNATURE_PLACE = Voice(11, Family.TEXT, INK)
SIGNATURE_QUALITY = Voice(11.5, Family.STRONG, INK)
FOOTER = Voice(8, Family.TEXT, SLATE)
DEMO_LINE = Voice(8.5, Family.STRONG, DANGER)
DEMO_MARK = Voice(54, Family.STRONG, DANGER, leading=1.25, leading_rtl=1.35, align="centre")

BULLET = "•"
VOICES = {"paragraph": PARAGRAPH, "emphasis": EMPHASIS, "small": SMALL}


def centred(voice: Voice) -> Voice:
    """The same voice, in the middle of the column."""
    return replace(voice, align="centre")
