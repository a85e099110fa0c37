"""Stored answers in words: every shape that the form stores, for a reader of Arabic and of French."""

import pytest
from django.utils.translation import override

from procedures.conditions import Place
from procedures.snapshot import Option, Question, Text
from tests.factories import REFECTION, SMALL_PROJECT
from tracking.answers import answer_words, rows_of

HERE = Place(code="08.577.01.11", urban=True, province_code="08.577", region_code="08", population=1)
OPTIONS = (Option("roof", Text(fr="Toiture", ar="سقف")), Option("wall", Text(fr="Mur", ar="جدار")))


def question(kind, **fields):
    return Question("q", kind, Text(fr="Question", ar="سؤال"), **fields)


@pytest.mark.parametrize(
    ("asked", "stored", "fr", "ar"),
    [
        (question("text"), "Épicerie", "Épicerie", "Épicerie"),
        (question("yes_no"), True, "Oui", "نعم"),
        (question("yes_no"), False, "Non", "لا"),
        (question("one", options=OPTIONS), "wall", "Mur", "جدار"),
        (question("one", options=OPTIONS), "gone", "gone", "gone"),
        (question("several", options=OPTIONS), ["roof", "wall"], "Toiture, Mur", "سقف، جدار"),
        (question("number"), "100", "100", "100"),
        (question("number"), "12.50", "12,5", "12,5"),
        (question("whole_number", params={"unit": "days"}), "15", "15 jours", "15 يوما"),
        (question("whole_number", params={"unit": "days"}), "3", "3 jours", "3 أيام"),
        (question("address"), {"place": "Afanour", "street": "12"}, "Afanour, 12", "Afanour، 12"),
        (question("identity"), {"kind": "cnie", "number": "AB123"}, "AB123", "AB123"),
        (question("trade_register"), {"number": "77", "court": "Tinghir"}, "77 - Tinghir", "77 - Tinghir"),
        (question("unheard_of"), {"a": "1", "b": ["2", True]}, None, None),
        (question("text"), None, "", ""),
        (question("several", options=OPTIONS), [], "", ""),
    ],
)
def test_each_stored_shape_reads_as_words(asked, stored, fr, ar):
    for language, expected in (("fr", fr), ("ar", ar)):
        with override(language):
            words = answer_words(asked, stored, language)
        if expected is None:
            assert words.startswith("1")
        else:
            assert words == expected


def test_a_land_title_is_isolated_so_that_arabic_does_not_turn_it_round():
    with override("ar"):
        words = answer_words(question("land_reference"), {"kind": "title", "number": "12345/28", "name": "دار"}, "ar")
    assert "\u206612345/28\u2069" in words
    assert words.endswith("دار")


def test_a_period_and_a_day_are_dates_in_words():
    with override("fr"):
        assert "30 avril 2027" in answer_words(question("period"), {"from": "2026-11-01", "until": "2027-04-30"}, "fr")
        assert answer_words(question("date"), "2026-11-24", "fr") == "24 novembre 2026"


def test_the_rows_follow_the_steps_of_the_version():
    (step,) = rows_of(SMALL_PROJECT, {"covered_area": "120", "use": "house"}, HERE, "fr")
    assert step.title == "Travaux"
    assert [(row.label, row.words) for row in step.rows] == [("Surface", "120"), ("Usage", "house")]


def test_an_unanswered_question_is_shown_empty():
    (step,) = rows_of(REFECTION, {}, HERE, "fr")
    assert [row.words for row in step.rows] == [""]
