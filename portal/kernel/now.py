"""The one "now" of the rules.

Rules take `at` as an argument; the edge asks this module once and hands the moment on. Moments are aware and in UTC;
days are days in Africa/Casablanca, where the clock moves during Ramadan. Tests and the rehearsal of a rule set the
moment with `at`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Africa/Casablanca")

_fixed: ContextVar[datetime | None] = ContextVar("turagt_fixed_now", default=None)


def now() -> datetime:
    """The present moment, aware, UTC."""
    fixed = _fixed.get()
    return fixed if fixed is not None else datetime.now(UTC)


def today() -> date:
    """The present day in Morocco."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The day in Morocco on which `moment` (aware) falls."""
    return moment.astimezone(LOCAL).date()


def local_midnight(day: date) -> datetime:
    """The first instant of `day` in Morocco, as an aware UTC moment."""
    return datetime.combine(day, time.min, tzinfo=LOCAL).astimezone(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Make `now()` answer `moment` (aware) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("a moment must be aware")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _fixed.reset(token)
