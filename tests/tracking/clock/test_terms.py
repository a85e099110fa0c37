"""A term is read whole from the law version, or refused; months end on the day of the same number."""

from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.errors import Invalid
from procedures.snapshot import TermRule
from tracking.clock.terms import StopEvent, Term, Unit, add_months

LAW = {
    "amount": 10,
    "unit": "working_days",
    "start_event": "complete_filing",
    "stop_event": "notified",
    "franc": False,
    "carry_over": True,
    "when": "",
    "origin": {"source": "2-18-475 art. 3", "confidence": "high"},
}


def test_a_term_is_what_the_version_says():
    term = Term.from_law(LAW)

    assert term == Term(10, Unit.WORKING_DAYS, franc=False, carry_over=True)
    assert hash(term) == hash(Term.from_law(dict(LAW)))


@pytest.mark.parametrize("unit", ["", None])
def test_a_term_without_unit_is_refused(unit):
    with pytest.raises(Invalid) as refusal:
        Term.from_law(LAW | {"unit": unit})

    assert refusal.value.code == "term_without_unit"


@pytest.mark.parametrize("key", ["amount", "start_event", "stop_event", "franc", "carry_over"])
def test_a_term_leaves_nothing_to_be_guessed(key):
    with pytest.raises(Invalid) as refusal:
        Term.from_law({name: value for name, value in LAW.items() if name != key})

    assert refusal.value.code == "term_incomplete"
    assert refusal.value.data == {"keys": [key]}


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("unit", "days", "term_unit"),
        ("unit", "weeks", "term_unit"),
        ("start_event", "receipt", "term_start_event"),
        ("stop_event", "paid", "term_stop_event"),
        ("amount", 0, "term_amount"),
        ("amount", -3, "term_amount"),
        ("amount", True, "term_amount"),
        ("amount", "10", "term_amount"),
        ("amount", 1.5, "term_amount"),
        ("franc", "no", "term_flag"),
        ("carry_over", 1, "term_flag"),
        ("carryover", True, "term_unknown"),
    ],
)
def test_a_term_that_is_misspelt_is_refused(key, value, code):
    with pytest.raises(Invalid) as refusal:
        Term.from_law(LAW | {key: value})

    assert refusal.value.code == code


def test_the_frozen_rule_is_read_as_it_is():
    assert Term.from_law(asdict(TermRule(1, "months"))) == Term(1, Unit.MONTHS, franc=False, carry_over=True)


FILED, COMPLETE = datetime(2026, 1, 19, 10, tzinfo=UTC), datetime(2026, 1, 26, 10, tzinfo=UTC)


def test_the_clock_waits_for_the_complete_filing():
    term = Term.from_law(LAW)

    assert term.starts_at(filed_at=FILED, complete_at=None) is None
    assert term.starts_at(filed_at=FILED, complete_at=COMPLETE) == COMPLETE


def test_the_clock_starts_at_the_filing_where_the_law_says_so():
    term = Term.from_law(LAW | {"start_event": "filing"})

    assert term.starts_at(filed_at=FILED, complete_at=None) == FILED


def test_notification_is_the_answer_unless_the_law_says_signature():
    notified, signed = Term.from_law(LAW), Term.from_law(LAW | {"stop_event": "signed"})

    assert notified.stop_event is StopEvent.NOTIFIED
    assert notified.answered_at(signed_at=FILED, notified_at=None) is None
    assert signed.answered_at(signed_at=FILED, notified_at=None) == FILED
    assert notified.answered_at(signed_at=FILED, notified_at=COMPLETE) == COMPLETE


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 10), 1, date(2026, 2, 10)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)),
        (date(2026, 7, 1), 0, date(2026, 7, 1)),
    ],
)
def test_months_end_on_the_day_of_the_same_number(day, months, expected):
    assert add_months(day, months) == expected


@given(day=st.dates(date(2020, 1, 1), date(2030, 12, 31)), months=st.integers(1, 36))
def test_months_never_run_into_the_month_after(day, months):
    end = add_months(day, months)

    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day <= day.day
