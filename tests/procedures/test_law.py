"""What a version says of one request: its term, the documents asked, the fees due."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procedures.conditions import Place
from procedures.law import answers_that_count, documents_asked, fees_due, may_be_asked, questions_asked, term_of
from procedures.snapshot import DocumentRule, FeeRule, Prose, Question, Snapshot, Step, TermRule, Text

TOWN = Place("08.577.01.11", True, "08.577", "08", 44239)
COUNTRY = Place("08.577.05.29", False, "08.577", "08", 11691)
WORDS = Text(ar="كلمات", fr="mots")


def snapshot(**parts):
    questions = tuple(
        Question(key, "text", WORDS, asked_if=asked_if)
        for key, asked_if in {"size": "", "area": "", "firm": "area > 20", "ice": "firm == 'yes'", "period": ""}.items()
    )
    values = {"steps": (Step("one", WORDS, questions=questions),), **parts}
    return Snapshot(code="U1", family="urbanism", act="permit", authority="president", prose=Prose(WORDS), **values)


def test_the_first_term_whose_condition_holds_applies():
    law = snapshot(terms=(TermRule(30, "calendar_days", when='size == "large"'), TermRule(15, "calendar_days")))
    assert term_of(law, {"size": "large"}, TOWN).amount == 30
    assert term_of(law, {"size": "small"}, TOWN).amount == 15
    assert term_of(law, {}, TOWN).amount == 15


def test_where_the_law_sets_no_term_there_is_none():
    assert term_of(snapshot(), {}, TOWN) is None
    assert term_of(snapshot(terms=(TermRule(30, "months", when="commune.urban"),)), {}, COUNTRY) is None


def test_a_document_is_asked_only_where_its_condition_holds():
    law = snapshot(
        documents=(
            DocumentRule("request", "main", WORDS),
            DocumentRule("telecom", "main", WORDS, asked_if="commune.urban and area > 500"),
            DocumentRule("estimate", "information", WORDS, asked_if="area > 20"),
        )
    )
    assert [d.code for d in documents_asked(law, {"area": 600}, TOWN)] == ["request", "telecom", "estimate"]
    assert [d.code for d in documents_asked(law, {"area": 600}, COUNTRY)] == ["request", "estimate"]
    assert [d.code for d in documents_asked(law, {}, TOWN)] == ["request"]


def test_a_hidden_answer_counts_as_none():
    # The firm was named while the area was large; then the area was made small.
    answers = {"area": 10, "firm": "yes", "ice": "001561191000066"}
    assert answers_that_count(snapshot(), answers, TOWN) == {"area": 10}
    assert [q.key for q in questions_asked(snapshot(), answers, TOWN)] == ["size", "area", "period"]
    assert [q.key for q in questions_asked(snapshot(), {**answers, "area": 21}, TOWN)] == [
        "size",
        "area",
        "firm",
        "ice",
        "period",
    ]


def test_an_answer_to_no_question_counts_as_none():
    assert answers_that_count(snapshot(), {"stranger": 1}, TOWN) == {}


@pytest.mark.parametrize(
    ("fee", "answers", "rates", "amount"),
    [
        (FeeRule("f", "fixed", WORDS, ceiling="500"), {}, {"f": "300"}, "300.00"),
        (FeeRule("f", "fixed", WORDS, ceiling="500"), {}, {}, None),
        (FeeRule("f", "fixed", WORDS, floor="20", ceiling="20"), {}, {}, "20.00"),
        (FeeRule("f", "per_square_metre", WORDS, quantity="area"), {"area": "100"}, {"f": "20"}, "2000.00"),
        # Law 47-06: a fraction of a square metre counts as one.
        (FeeRule("f", "per_square_metre", WORDS, quantity="area"), {"area": "100,2"}, {"f": "20"}, "2020.00"),
        (FeeRule("f", "per_square_metre", WORDS, quantity="area"), {}, {"f": "20"}, None),
        (FeeRule("f", "per_square_metre", WORDS, quantity="area"), {"area": "100"}, {}, None),
        (
            FeeRule("f", "per_square_metre_quarter", WORDS, quantity="area", periods="size"),
            {"area": "12.5", "size": 2},
            {"f": "40"},
            "1000.00",
        ),
        (
            FeeRule("f", "per_square_metre_quarter", WORDS, quantity="area", periods="period"),
            {"area": "10", "period": {"from": "2026-01-01", "until": "2026-06-30"}},
            {"f": "40"},
            "800.00",
        ),
        (FeeRule("f", "fixed", WORDS, exempt_if="not commune.urban"), {}, {"f": "300"}, "300.00"),
    ],
)
def test_a_fee_is_computed_from_the_published_rate_or_not_at_all(fee, answers, rates, amount):
    (due,) = fees_due(snapshot(fees=(fee,)), answers, TOWN, rates)
    assert due.amount == (None if amount is None else Decimal(amount))
    assert due.exempt is False


@pytest.mark.parametrize(
    ("first", "last", "quarters"),
    [
        ("2026-01-01", "2026-03-31", 1),
        ("2026-01-01", "2026-04-01", 2),
        ("2026-01-15", "2026-04-14", 1),
        ("2026-01-15", "2026-04-15", 2),
        ("2026-05-01", "2026-05-01", 1),
        ("2026-01-01", "2026-12-31", 4),
    ],
)
def test_a_quarter_begun_is_due(first, last, quarters):
    fee = FeeRule("f", "per_square_metre_quarter", WORDS, quantity="area", periods="period")
    (due,) = fees_due(snapshot(fees=(fee,)), {"area": 1, "period": {"from": first, "until": last}}, TOWN, {"f": "1"})
    assert due.periods == quarters


def test_an_exempt_fee_is_nothing_even_without_a_rate():
    fee = FeeRule("f", "fixed", WORDS, exempt_if="not commune.urban")
    (due,) = fees_due(snapshot(fees=(fee,)), {}, COUNTRY, {})
    assert due.exempt is True
    assert due.amount == 0


def test_a_procedure_without_a_fee_gives_no_line():
    assert fees_due(snapshot(fees=(FeeRule("f", "none", WORDS),)), {}, TOWN, {}) == ()


def test_only_a_condition_on_the_place_alone_can_be_ruled_out_in_advance():
    assert may_be_asked("", COUNTRY) is True
    assert may_be_asked("commune.urban", COUNTRY) is False
    assert may_be_asked("commune.urban and area > 500", TOWN) is True
