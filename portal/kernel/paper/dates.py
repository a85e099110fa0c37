"""Dates in full as documents write them: Moroccan months, Western digits, and the Hijri date beside an Arabic one.

The Hijri date is reckoned by the Umm al-Qura calendar. Morocco begins its months on sighting the moon, so its own date may
be a day or two behind: give the correction in force as `behind` when the sighting is known.
"""

from __future__ import annotations

from datetime import date, timedelta

from hijridate import Gregorian

MONTHS = {
    "ar": (
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ),
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "zgh": (
        "ⵉⵏⵏⴰⵢⵔ",
        "ⴱⵕⴰⵢⵕ",
        "ⵎⴰⵕⵚ",
        "ⵉⴱⵔⵉⵔ",
        "ⵎⴰⵢⵢⵓ",
        "ⵢⵓⵏⵢⵓ",
        "ⵢⵓⵍⵢⵓⵣ",
        "ⵖⵓⵛⵜ",
        "ⵛⵓⵜⴰⵏⴱⵉⵔ",
        "ⴽⵜⵓⴱⵔ",
        "ⵏⵓⵡⴰⵏⴱⵉⵔ",
        "ⴷⵓⵊⴰⵏⴱⵉⵔ",
    ),
}

HIJRI_MONTHS = (
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
)


def long_date(day: date, lang: str) -> str:
    """`12 مارس 2026`, `1er avril 2026`, `12 ⵎⴰⵕⵚ 2026`; `lang` is ar, fr or zgh."""
    number = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{number} {MONTHS[lang][day.month - 1]} {day.year}"


def hijri_date(day: date, *, behind: int = 0) -> str:
    """The Hijri date in Arabic, `23 رمضان 1447`; `behind` days are taken off for the Moroccan sighting.

    Raises `OverflowError` outside 1924 to 2077, the years of the tables.
    """
    if not -3 <= behind <= 3:
        raise ValueError("a sighting differs by at most three days")
    shifted = day - timedelta(days=behind)
    hijri = Gregorian(shifted.year, shifted.month, shifted.day).to_hijri()
    return f"{hijri.day} {HIJRI_MONTHS[hijri.month - 1]} {hijri.year}"


def long_date_with_hijri(day: date, *, behind: int = 0) -> str:
    """`23 رمضان 1447 (12 مارس 2026)`, as Moroccan acts head their dates."""
    return f"{hijri_date(day, behind=behind)} ({long_date(day, 'ar')})"
