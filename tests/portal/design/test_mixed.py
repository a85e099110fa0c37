"""Numbers and Latin words inside an Arabic line keep their own order."""

from __future__ import annotations

import pytest

from portal.mixed import isolated


@pytest.mark.parametrize(
    ("before", "run", "after"),
    [
        ("الهاتف: ", "05 24 83 40 00", "."),
        ("الهاتف: ", "+212 5 24 83 40 00", "، كل يوم"),
        ("الهاتف: ", "0524-83-40-00", ""),
        ("اكتبوا إلى ", "bureau.ordre@commune-essai.invalid", "."),
        ("انظروا ", "https://commune.invalid/horaires", "."),
        ("الملف رقم ", "085770111-U6-2026-000123-K7", " لدى الجماعة"),
        ("رسم عقاري ", "12345/28-A", "."),
        ("الموقع: ", "31.5147, -5.5328", "."),
        ("شارع ", "Mohammed V", "، تنغير"),
    ],
)
def test_a_run_is_isolated_from_left_to_right(before, run, after):
    assert isolated(before + run + after) == f'{before}<bdi dir="ltr">{run}</bdi>{after}'


@pytest.mark.parametrize(
    "words",
    [
        "من 8:30 إلى 16:30",
        "08:30 - 16:30",
        "2024-2026",
        "المادة 40 من القانون 12.90",
        "5 أيام",
        "الجمعة 8.30 - 12.00",
        "ⵜⵉⵏⵖⵉⵔ",
    ],
)
def test_a_range_a_date_and_a_plain_number_are_left_to_the_line(words):
    assert isolated(words) == words


def test_what_is_typed_stays_text():
    assert isolated('<b>شارع</b> A&B "x"') == (
        '&lt;<bdi dir="ltr">b</bdi>&gt;شارع&lt;/<bdi dir="ltr">b</bdi>&gt; '
        '<bdi dir="ltr">A</bdi>&amp;<bdi dir="ltr">B</bdi> &quot;<bdi dir="ltr">x</bdi>&quot;'
    )


def test_a_long_line_takes_no_long_time():
    assert "bdi" in isolated(("0 " * 5000) + ("a-" * 5000) + ("1." * 5000) + "x1-2")
