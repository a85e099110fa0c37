"""Whether a desk is open: its hours by weekday, those of Ramadan, the working calendar, and days closed by an alert.

Ramadan is computed (package `holidays`) and, as everything that follows the moon, may be off by a day. No database here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

# Its one table of when Ramadan begins; the package's version is locked, and a test reads this table.
from holidays.calendars.islamic import _IslamicLunar

from .calendar import WorkingCalendar

# Beyond so many days nobody is told when a desk opens again.
_LOOK_AHEAD: Final = 31


@dataclass(frozen=True, slots=True)
class Range:
    """Open from `opens` to `closes` on `days`, as `date.weekday()` numbers them."""

    days: frozenset[int]
    opens: time
    closes: time

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Range:
        return cls(frozenset(plain["days"]), time.fromisoformat(plain["opens"]), time.fromisoformat(plain["closes"]))


@dataclass(frozen=True, slots=True)
class Opening:
    """What a desk does at a moment. `until`: while open. `all_day`: it does not open on this day at all; `off`: since it is
    a feast or decreed off.

    `next_day`, `next_time`: when it opens again, while closed; `None` where that is not known.
    """

    open: bool
    until: time | None = None
    all_day: bool = False
    off: date | None = None
    next_day: date | None = None
    next_time: time | None = None


def opening_of(
    hours: Iterable[Range],
    ramadan: Iterable[Range],
    calendar: WorkingCalendar,
    at: datetime,
    *,
    closed: Iterable[tuple[date, date]] = (),
) -> Opening | None:
    """What a desk does at `at` (on Morocco's clock); `None` where it has no hours. `closed`: first and last days, included."""
    weekly, fasting, shut = tuple(hours), tuple(ramadan), tuple(closed)
    if not weekly:
        return None

    def of_day(day: date) -> list[Range]:
        if any(first <= day <= last for first, last in shut) or _is_off(day, calendar):
            return []
        table = fasting if fasting and in_ramadan(day) else weekly
        return sorted((each for each in table if day.weekday() in each.days), key=lambda each: each.opens)

    today, now = at.date(), at.time().replace(second=0, microsecond=0)
    own = of_day(today)
    for each in own:
        if each.opens <= now < each.closes:
            return Opening(True, until=_end(each, own))
    off = today if not own and _is_off(today, calendar) else None
    for each in own:
        if now < each.opens:
            return Opening(False, next_day=today, next_time=each.opens)
    for ahead in range(1, _LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        later = of_day(day)
        if later:
            return Opening(False, all_day=not own, off=off, next_day=day, next_time=later[0].opens)
    return Opening(False, all_day=not own, off=off)


def _end(running: Range, own: list[Range]) -> time:
    """When the desk shuts: two ranges that touch are one."""
    end = running.closes
    for each in own:
        if each.opens == end:
            end = each.closes
    return end


def _is_off(day: date, calendar: WorkingCalendar) -> bool:
    """Whether a feast or a decree shuts the desk; on a plain weekend its own hours tell."""
    plain_weekend = day.weekday() in calendar.weekend and not calendar.name_of(day, "fr")
    return not calendar.is_working_day(day) and not plain_weekend


def in_ramadan(day: date) -> bool:
    """Whether `day` falls in Ramadan, by computation."""
    return any(begins <= day < ends for year in (day.year - 1, day.year) for begins, ends in _ramadans(year))


@lru_cache(maxsize=64)
def _ramadans(year: int) -> tuple[tuple[date, date], ...]:
    """The months of Ramadan that begin in `year`: first day, and the day of the feast after it."""
    beginnings = _days(_IslamicLunar.RAMADAN_BEGINNING_DATES, year)
    feasts = [*_days(_IslamicLunar.EID_AL_FITR_DATES, year), *_days(_IslamicLunar.EID_AL_FITR_DATES, year + 1)]
    return tuple((begins, min(day for day in feasts if day > begins)) for begins in beginnings)


def _days(table: Mapping[int, Any], year: int) -> list[date]:
    found = table.get(year, ())
    pairs = (found,) if found and isinstance(found[0], int) else found
    return [date(year, month, day) for month, day in pairs]


def overlapping(ranges: Iterable[Range]) -> bool:
    """Whether two ranges hold at the same time of the same day."""
    kept = list(ranges)
    return any(
        first.days & second.days and first.opens < second.closes and second.opens < first.closes
        for number, first in enumerate(kept)
        for second in kept[number + 1 :]
    )
