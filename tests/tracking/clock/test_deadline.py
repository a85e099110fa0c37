"""What a deadline says beside its dates: the day it counts from, its unit, whether the moon may still move it."""

from datetime import date

import pytest

from tests.tracking.clock.notation import calendar, clock, moment, term
from tracking.clock.deadline import deadline_at
from tracking.clock.segments import Clock


@pytest.mark.parametrize(
    ("law", "filed", "decreed", "may_move"),
    [
        # Working days: every estimated feast on the way, and one that may come a day earlier or later.
        ("10 wd", "2025-05-28", "", True),
        ("10 wd", "2025-05-28", "2025-06-06 working; 2025-06-07 off", False),
        ("10 wd", "2026-01-19", "", False),
        ("5 wd", "2026-03-12", "", True),
        ("4 wd", "2026-03-12", "", False),
        ("5 wd", "2025-06-07", "", True),
        ("5 wd", "2025-06-08", "", False),
        # Calendar days: only around the end, and only where a last day off is carried over.
        ("15 d carry", "2026-05-12", "", True),
        ("15 d carry", "2026-05-11", "", True),
        ("15 d carry", "2026-05-10", "", False),
        ("15 d", "2026-05-12", "", False),
        ("30 d carry", "2026-05-12", "", False),
        # Friday 20 March is an estimated feast: it carries the last day to Monday, and may be worked after all.
        ("10 d carry", "2026-03-10", "", True),
        ("1 m carry", "2026-04-27", "", True),
        ("1 m carry", "2026-04-20", "", False),
    ],
)
def test_an_estimated_feast_may_move_the_last_day(law, filed, decreed, may_move):
    told = clock(f"{filed} start")

    assert deadline_at(told, term(law), calendar(decreed), at=moment(filed)).may_move is may_move


def test_a_pause_until_the_last_day_leaves_nothing_to_break():
    told = clock("2026-05-12 start; 2026-05-12 pause; 2026-05-27 resume")

    deadline = deadline_at(told, term("1 d carry"), calendar(""), at=moment("2026-05-27"))
    assert deadline.due_on == date(2026, 5, 29)
    assert deadline.may_move


def test_a_deadline_says_from_when_and_in_what_it_counts():
    told = clock("2026-01-19 wait; 2026-01-26 00:30 start")
    deadline = deadline_at(told, term("10 wd"), calendar(""), at=moment("2026-01-27"))

    assert deadline.started_on == date(2026, 1, 26)
    assert deadline.counted_in_working_days
    assert not deadline_at(told, term("1 m"), calendar(""), at=moment("2026-01-27")).counted_in_working_days


def test_a_clock_without_segments_has_not_started():
    deadline = deadline_at(Clock(), term("10 wd"), calendar(""), at=moment("2026-01-27"))

    assert deadline.state == "not_started"
    assert deadline.due_on is None
    assert deadline.alerts == ()
