"""On which day a count of days ends, when the clock may stand still on the way.

A day counts when the clock was already running as the day began, so that the day of an event (filing, pause, return)
never counts for what the event starts. A term cannot end on a day at whose end the clock stands still. Only local days
are known here; moments became days of Morocco before.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from portal.territory.calendar import ONE_DAY, WorkingCalendar, days_from

from .terms import Term, Unit, add_months


@dataclass(frozen=True, slots=True)
class Timeline:
    """On which local days the clock turned, and whether it ran from then on. The first turn is the start.

    Several turns on one day are kept in their order: the last one says how the day ends.
    """

    turns: tuple[tuple[date, bool], ...]

    @property
    def start(self) -> date:
        """The day of the event that starts the count; it is not counted."""
        return self.turns[0][0]

    @property
    def last_turn(self) -> tuple[date, bool]:
        return self.turns[-1]

    def ran_into(self, day: date) -> bool:
        """Whether the clock was running as `day` began."""
        position = bisect_left(self.turns, day, key=lambda turn: turn[0])
        return position > 0 and self.turns[position - 1][1]

    def runs_out_of(self, day: date) -> bool:
        """Whether the clock is running as `day` ends."""
        return self.ran_into(day + ONE_DAY)


@dataclass(frozen=True, slots=True)
class Count:
    """One term counted along one timeline over one calendar."""

    timeline: Timeline
    term: Term
    calendar: WorkingCalendar

    @property
    def needed(self) -> int:
        """How many days must count before the term is over.

        Months become the days between the start and the day of the same number, so that a pause of n days moves the end
        by n days.
        """
        term, start = self.term, self.timeline.start
        days = (add_months(start, term.amount) - start).days if term.unit is Unit.MONTHS else term.amount
        return days + 1 if term.franc else days

    def counts(self, day: date) -> bool:
        """Whether `day` counts: the clock ran into it and, for a term in working days, it is one."""
        return self.timeline.ran_into(day) and self.is_of_the_unit(day)

    def is_of_the_unit(self, day: date) -> bool:
        """Whether `day` is a day of the kind the term is counted in."""
        return self.term.unit is not Unit.WORKING_DAYS or self.calendar.is_working_day(day)

    def may_end_on(self, day: date) -> bool:
        """Whether a term can end on `day` at all."""
        if not self.timeline.runs_out_of(day):
            return False
        must_work = self.term.carry_over or self.term.unit is Unit.WORKING_DAYS
        return not must_work or self.calendar.is_working_day(day)

    def last_day(self) -> date | None:
        """The last day of the term; `None` when the clock stands still for good before the term is over."""
        needed, counted = self.needed, 0
        last, running = self.timeline.last_turn
        day = self.timeline.start
        while True:
            day += ONE_DAY
            if day > last and not running:
                return None
            counted += self.counts(day)
            if counted >= needed and self.may_end_on(day):
                return day

    def counted_days(self, until: date) -> list[date]:
        """The days that count after the start, up to `until` included."""
        return [day for day in days_from(self.timeline.start + ONE_DAY, until) if self.counts(day)]
