"""The clock of one request: an append-only list of segments, each with its cause, legal basis and actor.

A segment holds from its moment until the next one begins, so that segments cannot overlap or leave a gap. Which may
follow which is the law's: a main document missing, no clock (RGC 33); modifications asked, the clock stops and begins
again from zero (RGC 37); a deferred decision, it is paused (12-90 art. 22, 45); an answer, it stops. Nothing is edited.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Refused


class Kind(StrEnum):
    """What the clock does during a segment."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Segment:
    """From `since` (aware; kept in UTC), the clock is in `kind`. `restarts`: the term begins again from zero (RGC 37).

    `cause` is a stable code, `basis` the article as cited, `actor` the role or `system`; all three are told, not judged.
    Raises `ValueError` for a moment without zone.
    """

    kind: Kind
    since: datetime
    cause: str
    basis: str = ""
    actor: str = ""
    restarts: bool = False

    def __post_init__(self) -> None:
        if self.since.tzinfo is None:
            raise ValueError("a moment must be aware")
        object.__setattr__(self, "since", self.since.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Span:
    """A segment with its end; `until` is not part of it, and `None` for the last one."""

    segment: Segment
    until: datetime | None


# From what to what a clock may go. A clock that has stopped only begins again from zero.
_NEXT: Final[Mapping[Kind | None, frozenset[Kind]]] = {
    None: frozenset({Kind.NOT_STARTED, Kind.RUNNING}),
    Kind.NOT_STARTED: frozenset({Kind.NOT_STARTED, Kind.RUNNING, Kind.STOPPED}),
    Kind.RUNNING: frozenset({Kind.RUNNING, Kind.PAUSED, Kind.STOPPED}),
    Kind.PAUSED: frozenset({Kind.RUNNING, Kind.PAUSED, Kind.STOPPED}),
    Kind.STOPPED: frozenset({Kind.RUNNING}),
}
# After these, running without `restarts` would be nothing new, or a term that goes on after its end.
_RUNS_ONLY_FROM_ZERO_AFTER: Final = frozenset({Kind.RUNNING, Kind.STOPPED})


@dataclass(frozen=True, slots=True)
class Clock:
    """The segments of one request, in the order they were written. Every method gives a new clock.

    Raises `Refused` (codes `clock_backwards`, `clock_order`) for segments that cannot follow each other.
    """

    segments: tuple[Segment, ...] = ()

    def __post_init__(self) -> None:
        before: Segment | None = None
        for segment in self.segments:
            _check(before, segment)
            before = segment

    def append(self, segment: Segment) -> Clock:
        """The clock with `segment` at its end."""
        return Clock((*self.segments, segment))

    def wait(self, *, at: datetime, cause: str, basis: str = "", actor: str = "") -> Clock:
        """Not started: a main document is missing (RGC 33), or the file is not admitted yet."""
        return self.append(Segment(Kind.NOT_STARTED, at, cause, basis, actor))

    def start(self, *, at: datetime, cause: str, basis: str = "", actor: str = "") -> Clock:
        """The clock runs from `at`: the moment of the complete filing, also when it is only found complete later."""
        return self.append(Segment(Kind.RUNNING, at, cause, basis, actor))

    def pause(self, *, at: datetime, cause: str, basis: str = "", actor: str = "") -> Clock:
        """The clock stands still and keeps what has run (12-90 art. 22 and 45)."""
        return self.append(Segment(Kind.PAUSED, at, cause, basis, actor))

    def resume(self, *, at: datetime, cause: str, basis: str = "", actor: str = "") -> Clock:
        """The clock goes on from where it stood. Refused unless it is paused."""
        if self.kind is not Kind.PAUSED:
            raise Refused(_("Only a paused clock can go on."), code="clock_order", kind=str(self.kind))
        return self.append(Segment(Kind.RUNNING, at, cause, basis, actor))

    def stop(self, *, at: datetime, cause: str, basis: str = "", actor: str = "") -> Clock:
        """The administration has answered, or the request has ended otherwise."""
        return self.append(Segment(Kind.STOPPED, at, cause, basis, actor))

    def restart(self, *, at: datetime, cause: str, basis: str = "", actor: str = "") -> Clock:
        """The whole term begins again at `at`: modified plans are filed against a new receipt (RGC 37)."""
        return self.append(Segment(Kind.RUNNING, at, cause, basis, actor, restarts=True))

    @property
    def kind(self) -> Kind | None:
        """What the clock does after its last segment; `None` without segments."""
        return self.segments[-1].kind if self.segments else None

    def segment_at(self, moment: datetime) -> Segment | None:
        """The segment in force at `moment`, `None` before the first."""
        position = bisect_right(self.segments, moment, key=lambda segment: segment.since)
        return self.segments[position - 1] if position else None

    def known_at(self, moment: datetime) -> Clock:
        """The clock as its segments stood at `moment`: those that begin later are left out."""
        return Clock(tuple(segment for segment in self.segments if segment.since <= moment))

    def spans(self) -> Iterator[Span]:
        """Each segment with its end, in order."""
        ends: tuple[datetime | None, ...] = (*(segment.since for segment in self.segments[1:]), None)
        for segment, until in zip(self.segments, ends, strict=False):
            yield Span(segment, until)

    def runs(self) -> tuple[tuple[Segment, ...], ...]:
        """The segments of each count from zero, in order: a new one begins at the start and at each restart."""
        counts: list[list[Segment]] = []
        for segment in self.segments:
            if segment.kind is Kind.RUNNING and (not counts or segment.restarts):
                counts.append([segment])
            elif counts:
                counts[-1].append(segment)
        return tuple(tuple(count) for count in counts)


def _check(before: Segment | None, segment: Segment) -> None:
    kind = before.kind if before else None
    if before and segment.since < before.since:
        raise Refused(
            _("The clock cannot go backwards."),
            code="clock_backwards",
            since=segment.since.isoformat(),
            before=before.since.isoformat(),
        )
    goes_on = segment.kind is Kind.RUNNING and not segment.restarts
    begun = before is not None and kind is not Kind.NOT_STARTED
    if (
        segment.kind not in _NEXT[kind]
        or (goes_on and kind in _RUNS_ONLY_FROM_ZERO_AFTER)
        or (segment.restarts and not (begun and segment.kind is Kind.RUNNING))
    ):
        raise Refused(
            _("The clock cannot go from there to here."),
            code="clock_order",
            before=str(kind),
            kind=str(segment.kind),
            restarts=segment.restarts,
        )
