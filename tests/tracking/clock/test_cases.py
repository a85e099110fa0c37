"""The clock gives what a lawyer computes by hand, case by case (`cases.py`)."""

from datetime import timedelta

import pytest

from tests.tracking.clock import cases
from tests.tracking.clock.notation import (
    calendar,
    clock,
    last_moment,
    moment,
    optional_day,
    optional_moment,
    term,
)
from tracking.clock.deadline import AlertKind, deadline_at
from tracking.clock.silence import silence_moment

DUE = [pytest.param(case, id=f"{group}: {case.why}") for group, rows in cases.DUE.items() for case in rows]


def ids(case):
    return case.why


@pytest.mark.parametrize("case", DUE)
def test_the_last_day(case):
    deadline = deadline_at(clock(case.clock), term(case.term), calendar(case.decreed), at=last_moment(case.clock))

    assert deadline.due_on == optional_day(case.due)
    assert deadline.due_moment == optional_moment(case.too_late_from)


def test_there_are_sixty_dated_cases_and_more():
    assert len(DUE) >= 60
    assert len({param.id for param in DUE}) == len(DUE)


@pytest.mark.parametrize("case", cases.READINGS, ids=ids)
def test_what_the_clock_shows(case):
    deadline = deadline_at(clock(case.clock), term(case.term), calendar(""), at=moment(case.read_at))

    assert deadline.state == case.state
    assert deadline.due_on == optional_day(case.due)
    assert deadline.remaining == (int(case.left) if case.left else None)
    assert deadline.days_late == case.late


@pytest.mark.parametrize("case", cases.SILENCE, ids=ids)
def test_from_when_silence_grants(case):
    grants_from = silence_moment(
        clock(case.clock),
        term(case.term),
        calendar(""),
        at=moment(case.read_at),
        on_list=case.on_list,
        signed_at=optional_moment(case.signed),
        notified_at=optional_moment(case.notified),
    )

    assert grants_from == optional_moment(case.grants_from)


@pytest.mark.parametrize("case", cases.WARNED, ids=ids)
def test_who_is_warned_when(case):
    deadline = deadline_at(clock(case.clock), term(case.term), calendar(""), at=last_moment(case.clock))

    warned = {alert.kind: alert.on for alert in deadline.alerts}
    expected = {kind: optional_day(getattr(case, kind)) for kind in AlertKind}
    assert warned == {kind: day for kind, day in expected.items() if day}
    assert [alert.on for alert in deadline.alerts] == sorted(warned.values())


@pytest.mark.parametrize("case", [case for case in DUE if clock(case.values[0].clock).kind == "running"])
def test_a_clock_that_runs_is_overdue_from_its_due_moment_on(case):
    told, law, days = clock(case.clock), term(case.term), calendar(case.decreed)
    due_moment = moment(case.too_late_from)
    just_before = due_moment - timedelta(microseconds=1)

    assert deadline_at(told, law, days, at=max(due_moment, last_moment(case.clock))).state == "overdue"
    assert deadline_at(told, law, days, at=just_before).state == "running"
