"""When a request is due, as read at a moment: last day, what is left, how late, when to warn.

The last day follows from the clock's segments, the term of the version in force on the filing date and the calendar; it
is never stored as truth. Late is a property of the clock, not a state of the file. What silence means is
`tracking.clock.silence`; whose fault a delay is, `tracking.clock.budgets`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.kernel.now import local_date, local_midnight
from portal.territory.calendar import ONE_DAY, WorkingCalendar, days_from

from .counting import Count, Timeline
from .segments import Clock, Kind, Segment
from .terms import Term, Unit


class ClockState(StrEnum):
    """What the clock shows at a moment. Overdue is running past the last day."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    OVERDUE = "overdue"


class AlertKind(StrEnum):
    """Why somebody is warned on a day, from the least urgent to the most."""

    HALF_TIME = "half_time"
    FIVE_DAYS = "five_days"
    ONE_DAY = "one_day"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Alert:
    """On the local day `on`, `kind` is to be told."""

    kind: AlertKind
    on: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """The clock of one request as read at one moment.

    `started_on`: the day of the event from which the present count runs. `due_on`: the last day, or `None` while none is
    known (not started, paused before the end); of a stopped clock, the last day that stood when it stopped. `due_moment`:
    the end of that day, the first moment at which an answer comes too late. `remaining`: days still to run after today
    in the term's unit (months are told in calendar days), 0 on the last day and when late, `None` when the clock has not
    started or has stopped. `days_late`: days run past the last day in the same unit, up to the stop if there was one.
    `may_move`: an estimated feast stands where it could move the last day.
    """

    state: ClockState
    unit: Unit
    started_on: date | None = None
    due_on: date | None = None
    due_moment: datetime | None = None
    remaining: int | None = None
    days_late: int = 0
    alerts: tuple[Alert, ...] = ()
    may_move: bool = False

    @property
    def counted_in_working_days(self) -> bool:
        """Whether `remaining` and `days_late` are working days; else they are calendar days."""
        return self.unit is Unit.WORKING_DAYS


def deadline_at(clock: Clock, term: Term, calendar: WorkingCalendar, *, at: datetime) -> Deadline:
    """The deadline as read at `at` (aware), from the segments that have begun by then."""
    runs = clock.known_at(at).runs()
    known = clock.segment_at(at)
    if not runs:
        stopped = known is not None and known.kind is Kind.STOPPED
        return Deadline(ClockState.STOPPED if stopped else ClockState.NOT_STARTED, term.unit)
    run = runs[-1]
    ended = run[-1] if run[-1].kind is Kind.STOPPED else None
    standing = run[:-1] if ended else run
    count = Count(timeline_of(standing), term, calendar)
    due_on = count.last_day()
    due_moment = end_of(due_on) if due_on else None
    state = _state(run[-1].kind, due_moment, at)
    read_on = local_date(ended.since if ended else at)
    return Deadline(
        state=state,
        unit=term.unit,
        started_on=count.timeline.start,
        due_on=due_on,
        due_moment=due_moment,
        remaining=_remaining(count, state, due_on, read_on),
        days_late=sum(count.counts(day) for day in days_from(due_on + ONE_DAY, read_on)) if due_on else 0,
        alerts=_alerts(count, due_on) if due_on and not ended else (),
        may_move=due_on is not None and _may_move(count, due_on),
    )


def timeline_of(run: Sequence[Segment]) -> Timeline:
    """The local days on which the clock of one count turned (`Clock.runs`)."""
    return Timeline(tuple((local_date(segment.since), segment.kind is Kind.RUNNING) for segment in run))


def end_of(day: date) -> datetime:
    """The end of the local `day`: the first moment that is no longer part of it, aware, UTC."""
    return local_midnight(day + ONE_DAY)


def _state(kind: Kind, due_moment: datetime | None, at: datetime) -> ClockState:
    if kind is Kind.RUNNING and due_moment is not None and at >= due_moment:
        return ClockState.OVERDUE
    return ClockState(kind)


def _remaining(count: Count, state: ClockState, due_on: date | None, today: date) -> int | None:
    if state is ClockState.STOPPED:
        return None
    if due_on is None:
        return max(0, count.needed - len(count.counted_days(today)))
    return sum(count.is_of_the_unit(day) for day in days_from(today + ONE_DAY, due_on))


def _alerts(count: Count, due_on: date) -> tuple[Alert, ...]:
    """Half time, five days and one day before the end, and the first day too late, one alert a day: the more urgent."""
    days = count.counted_days(due_on)
    if days[-1] != due_on:
        days.append(due_on)
    by_day = {days[(len(days) + 1) // 2 - 1]: AlertKind.HALF_TIME} if len(days) > 1 else {}
    for kind, left in ((AlertKind.FIVE_DAYS, 5), (AlertKind.ONE_DAY, 1)):
        if len(days) > left:
            by_day[days[-1 - left]] = kind
    by_day[due_on + ONE_DAY] = AlertKind.OVERDUE
    return tuple(Alert(by_day[day], day) for day in sorted(by_day))


def _may_move(count: Count, due_on: date) -> bool:
    """Whether an estimated feast, a day earlier or later, could give another last day.

    A term in working days meets every feast on its way; one that is only carried over meets those around its end.
    """
    if count.term.unit is Unit.WORKING_DAYS:
        first = count.timeline.start
    elif count.term.carry_over:
        # The day on which the term would end if every day were worked, and the eve of it.
        first = count.counted_days(due_on)[count.needed - 1] - ONE_DAY
    else:
        return False
    return bool(count.calendar.estimated_days(first, due_on + ONE_DAY))
