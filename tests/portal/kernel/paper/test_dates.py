"""Dates in full: Moroccan months, Western digits, and the Hijri date with the correction of a sighting."""

from __future__ import annotations

from datetime import date

import pytest

from portal.kernel.paper.dates import hijri_date, long_date, long_date_with_hijri


@pytest.mark.parametrize(
    ("month", "ar", "fr", "zgh"),
    [
        (1, "يناير", "janvier", "ⵉⵏⵏⴰⵢⵔ"),
        (2, "فبراير", "février", "ⴱⵕⴰⵢⵕ"),
        (3, "مارس", "mars", "ⵎⴰⵕⵚ"),
        (4, "أبريل", "avril", "ⵉⴱⵔⵉⵔ"),
        (5, "ماي", "mai", "ⵎⴰⵢⵢⵓ"),
        (6, "يونيو", "juin", "ⵢⵓⵏⵢⵓ"),
        (7, "يوليوز", "juillet", "ⵢⵓⵍⵢⵓⵣ"),
        (8, "غشت", "août", "ⵖⵓⵛⵜ"),
        (9, "شتنبر", "septembre", "ⵛⵓⵜⴰⵏⴱⵉⵔ"),
        (10, "أكتوبر", "octobre", "ⴽⵜⵓⴱⵔ"),
        (11, "نونبر", "novembre", "ⵏⵓⵡⴰⵏⴱⵉⵔ"),
        (12, "دجنبر", "décembre", "ⴷⵓⵊⴰⵏⴱⵉⵔ"),
    ],
)
def test_months_are_those_of_morocco(month, ar, fr, zgh):
    day = date(2026, month, 12)
    assert [long_date(day, lang) for lang in ("ar", "fr", "zgh")] == [f"12 {name} 2026" for name in (ar, fr, zgh)]


def test_the_first_of_a_month_is_an_ordinal_in_french():
    assert long_date(date(2026, 4, 1), "fr") == "1er avril 2026"
    assert long_date(date(2026, 4, 1), "ar") == "1 أبريل 2026"


def test_the_hijri_date_may_follow_the_moroccan_sighting():
    day = date(2026, 2, 19)
    assert hijri_date(day) == "2 رمضان 1447"
    assert hijri_date(day, behind=1) == "1 رمضان 1447"
    assert long_date_with_hijri(day, behind=1) == "1 رمضان 1447 (19 فبراير 2026)"


def test_a_sighting_does_not_differ_by_a_week():
    with pytest.raises(ValueError, match="three days"):
        hijri_date(date(2026, 2, 19), behind=7)
