"""The short notation in which the dated cases are written, so that a lawyer reads them and the tests run them.

Term: `10 wd`, `15 d`, `1 m`, then `franc`, `carry`, `until signed`. Clock: `2026-01-19 10:00 start; 2026-01-28 pause`
with the verbs of `Clock`; a moment is local, at noon if no hour is given, in UTC if it ends with `Z`. Decrees:
`2025-06-09 off; 2025-06-06 working`.
"""

from datetime import UTC, date, datetime

from portal.kernel.now import LOCAL
from portal.territory.calendar import DecreedDay, DecreedKind, WorkingCalendar
from tracking.clock.segments import Clock
from tracking.clock.terms import StopEvent, Term, Unit

UNITS = {"wd": Unit.WORKING_DAYS, "d": Unit.CALENDAR_DAYS, "m": Unit.MONTHS}
CAUSES = {
    "wait": ("main_document_missing", "RGC 33"),
    "start": ("complete_filing", "RGC 33"),
    "pause": ("deferred", "12-90 art. 45"),
    "resume": ("deferral_over", "12-90 art. 45"),
    "stop": ("answered", "RGC 37, 40"),
    "restart": ("modified_plans_filed", "RGC 37"),
}


def term(text: str) -> Term:
    amount, unit, *marks = text.replace("until signed", "signed").split()
    assert set(marks) <= {"franc", "carry", "signed"}
    return Term(
        amount=int(amount),
        unit=UNITS[unit],
        franc="franc" in marks,
        carry_over="carry" in marks,
        stop_event=StopEvent.SIGNED if "signed" in marks else StopEvent.NOTIFIED,
    )


def moment(text: str) -> datetime:
    zone = UTC if text.endswith("Z") else LOCAL
    text = text.removesuffix("Z")
    pattern = "%Y-%m-%d %H:%M" if ":" in text else "%Y-%m-%d"
    read = datetime.strptime(text, pattern)
    if ":" not in text:
        read = read.replace(hour=12)
    return read.replace(tzinfo=zone).astimezone(UTC)


def optional_moment(text: str) -> datetime | None:
    return moment(text) if text else None


def optional_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def parts(text: str) -> list[tuple[str, str]]:
    return [(at, verb) for at, verb in (part.strip().rsplit(" ", 1) for part in text.split(";") if part.strip())]


def clock(text: str) -> Clock:
    made = Clock()
    for at, verb in parts(text):
        cause, basis = CAUSES[verb]
        made = getattr(made, verb)(at=moment(at), cause=cause, basis=basis, actor="system")
    return made


def calendar(text: str) -> WorkingCalendar:
    return WorkingCalendar(
        tuple(
            DecreedDay(date.fromisoformat(day), DecreedKind(kind), source="worked example") for day, kind in parts(text)
        )
    )


def last_moment(text: str) -> datetime:
    """The moment of the last event of a clock."""
    return moment(parts(text)[-1][0])
