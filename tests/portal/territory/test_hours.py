"""When a desk is open: its hours, lunch, weekend, feasts by name, Ramadan, a closure told by an alert."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from portal.territory.calendar import DecreedDay, DecreedKind, WorkingCalendar
from portal.territory.hours import Opening, Range, in_ramadan, opening_of, overlapping

WEEK = frozenset(range(5))
STRAIGHT = (Range(WEEK, time(8, 30), time(16, 30)),)
WITH_LUNCH = (Range(WEEK, time(9), time(12)), Range(WEEK, time(14), time(17)))
FASTING = (Range(WEEK, time(9), time(15)),)
CALENDAR = WorkingCalendar()


def opening(moment: str, hours=STRAIGHT, ramadan=(), calendar=CALENDAR, **more) -> Opening:
    found = opening_of(hours, ramadan, calendar, datetime.fromisoformat(moment), **more)
    assert found is not None
    return found


def test_a_desk_without_hours_says_nothing():
    assert opening_of((), (), CALENDAR, datetime(2026, 10, 5, 10)) is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-10-05T08:29", Opening(False, next_day=date(2026, 10, 5), next_time=time(8, 30))),
        ("2026-10-05T08:30", Opening(True, until=time(16, 30))),
        ("2026-10-05T16:29", Opening(True, until=time(16, 30))),
        ("2026-10-05T16:30", Opening(False, next_day=date(2026, 10, 6), next_time=time(8, 30))),
        # Friday evening, then the weekend.
        ("2026-10-09T18:00", Opening(False, next_day=date(2026, 10, 12), next_time=time(8, 30))),
        ("2026-10-10T10:00", Opening(False, all_day=True, next_day=date(2026, 10, 12), next_time=time(8, 30))),
    ],
)
def test_it_opens_and_shuts_by_its_hours(moment, expected):
    assert opening(moment) == expected


def test_at_lunch_it_opens_again_the_same_day():
    assert opening("2026-10-05T12:30", WITH_LUNCH) == Opening(False, next_day=date(2026, 10, 5), next_time=time(14))


def test_two_ranges_that_touch_are_one():
    touching = (Range(WEEK, time(9), time(12)), Range(WEEK, time(12), time(16)))
    assert opening("2026-10-05T10:00", touching).until == time(16)


def test_a_feast_shuts_it_and_is_told():
    # 6 November: the Green March, a Friday in 2026.
    found = opening("2026-11-06T10:00")
    assert (found.open, found.off, found.next_day) == (False, date(2026, 11, 6), date(2026, 11, 9))


def test_a_decreed_day_off_shuts_it():
    decreed = WorkingCalendar((DecreedDay(date(2026, 10, 5), DecreedKind.OFF, "Décret", "مرسوم"),))
    assert opening("2026-10-05T10:00", calendar=decreed).off == date(2026, 10, 5)


def test_a_desk_that_opens_on_saturday_does_so_but_not_on_a_feast():
    saturday = (Range(frozenset({5}), time(9), time(12)),)
    assert opening("2026-10-10T10:00", saturday).open
    # 1 May 2027 is a Saturday.
    assert not opening("2027-05-01T10:00", saturday).open


def test_in_ramadan_its_own_hours_hold_where_they_are_given():
    assert in_ramadan(date(2027, 2, 15))
    assert opening("2027-02-15T15:30", ramadan=FASTING).open is False
    assert opening("2027-02-15T15:30").open is True
    assert opening("2027-03-15T15:30", ramadan=FASTING).open is True


def test_ramadan_that_goes_over_the_new_year_is_whole():
    # 1452: from 26 December 2030 to 23 January 2031.
    assert in_ramadan(date(2031, 1, 10))
    assert not in_ramadan(date(2031, 2, 10))


def test_days_closed_by_an_alert_are_passed_over():
    found = opening("2026-10-05T10:00", closed=[(date(2026, 10, 5), date(2026, 10, 6))])
    assert (found.open, found.all_day, found.off, found.next_day) == (False, True, None, date(2026, 10, 7))


def test_ranges_that_overlap_are_seen():
    assert overlapping([Range(WEEK, time(9), time(12)), Range(frozenset({4}), time(11), time(13))])
    assert not overlapping(WITH_LUNCH)
