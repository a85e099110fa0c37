"""How long each actor of the circuit may take, who holds the file now, and who was late by how many days.

The circuit and its budgets are the frozen version's (RGC 18, 34, 37, 44; order 1839-23 gives each intervenant a delay
of its own). A budget moves no legal deadline and grants nothing: it says whose time was spent. Nobody is late for days
on which the dossier's clock was paused, nor for days before the file reached them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Invalid
from portal.kernel.now import local_date
from portal.territory.calendar import ONE_DAY, WorkingCalendar, days_from

from .counting import Count, Timeline
from .segments import Clock, Kind
from .terms import Term, Unit


class CountedFrom(StrEnum):
    """What a budget is counted from: the stage's own beginning, or the complete filing (opinions: RGC 18)."""

    STAGE = "stage"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class Budget:
    """The time one stage may take. `holder`: who has the file then. `amount` 0: the law gives this stage no time."""

    stage: str
    holder: str
    amount: int
    unit: Unit
    counted_from: CountedFrom = CountedFrom.STAGE

    @classmethod
    def from_law(cls, plain: Mapping[str, object]) -> Budget:
        """The budget of a frozen stage, from its plain values (`asdict(procedures.snapshot.Stage)`).

        Reads `code`, `holder`, `amount`, `unit` and, if there, `counted_from`; what else a stage says does not move a
        date. Raises `Invalid` for an amount without a known unit or that is no whole number of days.
        """
        amount, unit = plain.get("amount"), plain.get("unit")
        if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
            raise Invalid(_("The time of a stage is a whole number."), code="budget_amount", amount=str(amount))
        if unit not in tuple(Unit):
            raise Invalid(_("The time of a stage has no known unit."), code="budget_unit", unit=str(unit))
        counted_from = plain.get("counted_from", CountedFrom.STAGE)
        if counted_from not in tuple(CountedFrom):
            raise Invalid(
                _("The time of a stage is counted from its beginning or from the filing."),
                code="budget_counted_from",
                counted_from=str(counted_from),
            )
        return cls(
            stage=str(plain["code"]),
            holder=str(plain["holder"]),
            amount=amount,
            unit=Unit(str(unit)),
            counted_from=CountedFrom(str(counted_from)),
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """The file was in `stage` from `began_at` until `ended_at`, or still is. Moments are aware.

    `holder` names one of several who hold it at once (each consulted body); empty, it is the budget's.
    """

    stage: str
    began_at: datetime
    ended_at: datetime | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True)
class StageTime:
    """One passage as read at a moment. `due_on` is `None` without a budget, or while the dossier's clock is paused.

    `days_late`: working days, whatever the budget is counted in, so that those of several stages can be added.
    """

    stage: str
    holder: str
    began_on: date
    ended_on: date | None
    due_on: date | None
    days_late: int

    @property
    def is_open(self) -> bool:
        """Whether the holder still has the file."""
        return self.ended_on is None


def stage_times(
    budgets: Sequence[Budget],
    passages: Sequence[Passage],
    *,
    clock: Clock,
    calendar: WorkingCalendar,
    at: datetime,
) -> tuple[StageTime, ...]:
    """Each passage that has begun by `at` (aware), in the order given, with its last day and its lateness."""
    by_stage = {budget.stage: budget for budget in budgets}
    return tuple(
        _read(passage, by_stage.get(passage.stage), clock, calendar, at)
        for passage in passages
        if passage.began_at <= at
    )


def holders_now(times: Sequence[StageTime]) -> tuple[str, ...]:
    """Who has the file, in the order of the circuit; each once."""
    return tuple(dict.fromkeys(time.holder for time in times if time.is_open))


def days_late_by_holder(times: Sequence[StageTime]) -> dict[str, int]:
    """The working days each holder was late, over all stages; those who were in time are left out."""
    late: dict[str, int] = {}
    for time in times:
        if time.days_late:
            late[time.holder] = late.get(time.holder, 0) + time.days_late
    return late


def _read(passage: Passage, budget: Budget | None, clock: Clock, calendar: WorkingCalendar, at: datetime) -> StageTime:
    ended_at = passage.ended_at if passage.ended_at is not None and passage.ended_at <= at else None
    due_on, days_late = None, 0
    if budget is not None and budget.amount:
        read_at = ended_at or at
        timeline = _timeline(_counted_from(passage, budget, clock), clock.known_at(read_at))
        term = Term(budget.amount, budget.unit, franc=False, carry_over=False)
        due_on = Count(timeline, term, calendar).last_day()
        if due_on is not None:
            late_after = max(due_on, local_date(passage.began_at))
            days_late = sum(
                calendar.is_working_day(day) and timeline.ran_into(day)
                for day in days_from(late_after + ONE_DAY, local_date(read_at))
            )
    return StageTime(
        stage=passage.stage,
        holder=passage.holder or (budget.holder if budget else ""),
        began_on=local_date(passage.began_at),
        ended_on=local_date(ended_at) if ended_at else None,
        due_on=due_on,
        days_late=days_late,
    )


def _counted_from(passage: Passage, budget: Budget, clock: Clock) -> datetime:
    runs = clock.known_at(passage.began_at).runs()
    if budget.counted_from is CountedFrom.FILING and runs:
        return runs[-1][0].since
    return passage.began_at


def _timeline(start: datetime, clock: Clock) -> Timeline:
    """Only a pause of the dossier's clock stands in a holder's favour; before its start or after its stop time is spent."""
    in_force = clock.segment_at(start)
    paused_at_start = in_force is not None and in_force.kind is Kind.PAUSED
    later = ((local_date(s.since), s.kind is not Kind.PAUSED) for s in clock.segments if s.since > start)
    return Timeline(((local_date(start), not paused_at_start), *later))
