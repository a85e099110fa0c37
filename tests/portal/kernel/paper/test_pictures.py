"""Lines as they look, beside the same line set by another engine (Pillow with Raqm: FriBidi and its own HarfBuzz).

The measure itself is tried: a line with one fault must not pass for the right one.
"""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from portal.kernel.paper.assembly import Metadata, assemble
from portal.kernel.paper.fonts import AMIRI_TITLE, PLEX, TIFINAGH, Family, fonts_dir, typefaces
from portal.kernel.paper.lines import break_lines
from portal.kernel.paper.sheet import Faces, Sheet
from portal.kernel.paper.structure import Element

from .rendering import MOMENT, picture_of

SIZE = 40.0
# Both are drawn large and compared small, so that hinting to whole pixels says nothing.
ENLARGED, REDUCED = 4, 8
_SAME, _OTHER = 50, 90


def set_by_us(text: str, rtl: bool, family: Family, scale: float) -> Image.Image:
    sheet = Sheet(0, Faces(), 900, 100)
    (line,) = break_lines(text, typefaces().chain(family), rtl, float("inf"))
    with sheet.artifact():
        sheet.line(line, 20, 40, SIZE / scale, (0, 0, 0))
    data = assemble([sheet], sheet.faces, Element("Document"), Metadata("t", "ar", MOMENT))
    return picture_of(data, dpi=72 * ENLARGED)


def set_by_raqm(text: str, rtl: bool, source, *, engine=ImageFont.Layout.RAQM) -> Image.Image:
    font = ImageFont.truetype(str(source.path(fonts_dir())), int(SIZE) * ENLARGED, layout_engine=engine)
    picture = Image.new("L", (900 * ENLARGED, 160 * ENLARGED), 255)
    options = {"direction": "rtl" if rtl else "ltr"} if engine == ImageFont.Layout.RAQM else {}
    ImageDraw.Draw(picture).text((20 * ENLARGED, 60 * ENLARGED), text, font=font, fill=0, **options)
    return picture


def ink_of(picture: Image.Image) -> Image.Image:
    """The picture cut to what is drawn on it."""
    return picture.crop(picture.point(lambda value: 255 if value < 190 else 0).getbbox())


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two lines differ where they differ most, from 0 to 255, slightly blurred; infinite if one is longer."""
    first, second = ink_of(one), ink_of(other)
    if abs(first.width - second.width) > first.width / 100 or abs(first.height - second.height) > first.height / 20:
        return float("inf")
    size = (first.width // REDUCED, first.height // REDUCED)
    laid = [
        picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1)) for picture in (first, second)
    ]
    return ImageChops.difference(*laid).getextrema()[1]


# A line, and the same line with one fault that a reader would see.
CASES = [
    (
        "المملكة المغربية (جماعة تنغير) رقم 12/2026، 35%",
        "المملكة المغربية (جماعة تنغير) رقم 12/6202، 35%",
        True,
        Family.TEXT,
        PLEX,
    ),
    (
        "السيد يوسف (Youssef ALAOUI) المولود سنة 1980",
        "السيد يوسف )Youssef ALAOUI( المولود سنة 1980",
        True,
        Family.TEXT,
        PLEX,
    ),
    ("اللَّهِ بِسْمِ لا لأ", "اللَّهِ بِسْمُ لا لأ", True, Family.TEXT, PLEX),
    ("رخصة البناء", "رخصه البناء", True, Family.TITLE, AMIRI_TITLE),
    ("ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ", "ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴻ", False, Family.TEXT, TIFINAGH),
    (
        "Dossier «رخصة السكن» n° 12 (جماعة تطوان).",
        "Dossier »رخصة السكن« n° 12 (جماعة تطوان).",
        False,
        Family.TEXT,
        PLEX,
    ),
]


@pytest.mark.parametrize(("text", "fault", "rtl", "family", "source"), CASES)
def test_a_line_looks_as_another_engine_sets_it(text, fault, rtl, family, source):
    ours = set_by_us(text, rtl, family, source.scale)
    assert difference(ours, set_by_raqm(text, rtl, source)) < _SAME
    assert difference(ours, set_by_raqm(fault, rtl, source)) > _OTHER


def test_unjoined_letters_do_not_pass():
    text = CASES[0][0]
    ours = set_by_us(text, True, Family.TEXT, PLEX.scale)
    assert difference(ours, set_by_raqm(text, True, PLEX, engine=ImageFont.Layout.BASIC)) > _OTHER
