"""Whose time a file took: its journal read as passages through the stages of its version, each against its budget.

A stage begins and ends with the state it belongs to. What no stage of the circuit names (the counter before admission, the
applicant's own time, the notification) is shown with its holder, and has no budget.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final

from portal.territory.days import calendar
from procedures.snapshot import Snapshot, Stage

from ..clock.budgets import Budget, Passage, StageTime, stage_times
from ..models import Dossier, Event
from ..models.states import DossierState as S
from . import due
from .table import TRANSITIONS

_REVIEW: Final = ("check", "consult", "session", "visit")
_ACTION: Final[Mapping[S, tuple[str, ...]]] = {
    S.ADMITTED: _REVIEW,
    S.IN_CONSULTATION: ("consult",),
    S.IN_SESSION: ("session",),
    S.VISIT_SCHEDULED: ("visit",),
    S.AWAITING_DECISION: ("decide",),
    S.APPROVED: ("pay",),
}
H = Dossier.Holder
# As the table hands the file over; who has an admitted file whose circuit names no stage is the desk.
_HOLDER: Final[Mapping[S, str]] = {
    S.ADMITTED: H.DESK,
    **{row.target: row.holder for row in TRANSITIONS if row.target and row.holder in set(H) - {H.NOBODY}},
}


@dataclass(frozen=True, slots=True)
class Spent:
    """One passage of the file. `stage`: that of the circuit, or `None` where the law gives no time to this `state`."""

    state: S
    stage: Stage | None
    time: StageTime


@dataclass(slots=True)
class _Stay:
    state: S
    stage: Stage | None
    holder: str
    began_at: datetime
    ended_at: datetime | None = None


def spent_times(dossier: Dossier, events: Iterable[Event], *, at: datetime) -> tuple[Spent, ...]:
    """Every passage that has begun by `at`, in order, with its last day and its lateness.

    `events`: the journal of the dossier, in its order.
    """
    snapshot = dossier.version.snapshot
    stays = [stay for stay in _stays(events, snapshot, at) if stay.began_at != stay.ended_at]
    times = stage_times(
        [Budget.from_law(asdict(stage)) for stage in snapshot.circuit],
        [Passage(stay.stage.code if stay.stage else "", stay.began_at, stay.ended_at, stay.holder) for stay in stays],
        clock=due.clock_of(dossier),
        calendar=calendar(),
        at=at,
    )
    return tuple(Spent(stay.state, stay.stage, time) for stay, time in zip(stays, times, strict=True))


def _stays(events: Iterable[Event], snapshot: Snapshot, at: datetime) -> Iterator[_Stay]:
    """One stay a stage: moving to another state of the same stage does not begin it again."""
    stay: _Stay | None = None
    for value, moment in ((event.to_state, event.at) for event in events if event.at <= at):
        if value not in S.values or (stay is not None and stay.state == value):
            continue
        state = S(value)
        stage = _stage_of(state, snapshot)
        if stay is not None and stage is not None and stay.stage == stage:
            stay = replace(stay, state=state)
            continue
        if stay is not None:
            stay.ended_at = moment
            yield stay
        holder = stage.holder if stage else _HOLDER.get(state, "")
        stay = _Stay(state, stage, holder, moment) if holder else None
    if stay is not None:
        yield stay


def _stage_of(state: S, snapshot: Snapshot) -> Stage | None:
    actions = _ACTION.get(state, ())
    return next((stage for stage in snapshot.circuit if stage.action in actions), None)
