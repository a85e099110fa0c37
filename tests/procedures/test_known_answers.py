"""What an address may put into a form: choices and numbers the version asks for, never words of people."""

from __future__ import annotations

import pytest

from procedures.known_answers import known_answers, query_of, words_of
from procedures.snapshot import Option, Prose, Question, Snapshot, Step, Text

WORDS = Text(fr="Mots", ar="كلمات")
OPTIONS = (Option("a", WORDS), Option("b", WORDS))
FORM = Snapshot(
    code="T1",
    family="urbanism",
    act="permit",
    authority="president",
    prose=Prose(WORDS),
    steps=(
        Step(
            "one",
            WORDS,
            questions=(
                Question("name", "text", WORDS),
                Question("phone", "phone", WORDS),
                Question("identity", "identity", WORDS),
                Question("choice", "one", WORDS, options=OPTIONS),
                Question("choices", "several", WORDS, options=OPTIONS),
                Question("sure", "yes_no", WORDS),
                Question("height", "number", WORDS, params={"min": 2, "max": 15.5}),
                Question("levels", "whole_number", WORDS, params={"min": 1, "max": 4}),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("key", "written", "stored"),
    [
        ("choice", "b", "b"),
        ("choices", "b,a", ["a", "b"]),
        ("sure", "no", False),
        ("height", "11,50", "11.5"),
        ("height", "٨", "8"),
        ("levels", "2", "2"),
    ],
)
def test_a_right_answer_is_taken(key, written, stored):
    known = known_answers(FORM, {key: written})
    assert known == {key: stored}
    assert known_answers(FORM, words_of(known)) == known


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("name", "x"),
        ("phone", "0612345678"),
        ("identity", "cnie"),
        ("choice", "c"),
        ("choices", "a,c"),
        ("sure", "true"),
        ("height", "15.51"),
        ("height", "1.99"),
        ("height", "2.001"),
        ("height", "NaN"),
        ("height", "1e400"),
        ("height", "x"),
        ("levels", "2.5"),
        ("gone", "a"),
        ("choice", ""),
    ],
)
def test_any_other_is_left_out(key, written):
    assert known_answers(FORM, {key: written}) == {}


def test_nothing_known_is_no_query():
    assert query_of({}) == ""
    assert query_of({"sure": True, "choices": ["a", "b"]}) == "?sure=yes&choices=a%2Cb"
