"""Subject and reference take turns; each round gives a ratio, and the median of the ratios is what is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Measure:
    """Milliseconds of CPU for one call of each, and the median of the rounds' ratios (subject over reference)."""

    subject_ms: float
    reference_ms: float
    ratio: float


def take_turns(
    subject: Callable[[], object], reference: Callable[[], object], *, rounds: int = 7, times: int = 5
) -> Measure:
    """CPU time of this process, one thread; a first round fills caches and is not counted."""
    pairs = [(_cpu(subject, times), _cpu(reference, times)) for _ in range(rounds + 1)][1:]
    return Measure(
        subject_ms=round(median(a for a, _b in pairs) * 1000, 2),
        reference_ms=round(median(b for _a, b in pairs) * 1000, 2),
        ratio=round(median(a / b for a, b in pairs), 2),
    )


def _cpu(work: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


def wall(work: Callable[[], object], *, times: int = 5) -> float:
    """The median of `times` calls, in milliseconds of wall time: for what waits on the database."""
    taken = []
    for _ in range(times + 1):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return round(median(taken[1:]) * 1000, 2)


@contextmanager
def counted() -> Any:
    """Counts SQL statements (`counter["n"]`), transaction control left out."""
    counter = {"n": 0}

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().upper().startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")):
            counter["n"] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield counter


def queries(work: Callable[[], object]) -> int:
    """How many SQL statements one warm call makes."""
    work()
    with counted() as counter:
        work()
    return int(counter["n"])
