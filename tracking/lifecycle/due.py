"""From the rows of a dossier to the pure clock and back: which term, which segments, which last day, which silence.

The term is the one of the version frozen at filing; where that version leaves it to the commune, the commune's own
publication of the filing date says its length, counted as the dated rule says; where neither does there is no last day.
Where no dated row is in force, whatever needs it is refused (`Unavailable`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Unavailable
from portal.kernel.now import local_date
from portal.territory.calendar import WorkingCalendar
from portal.territory.days import calendar
from procedures.conditions import Place
from procedures.law import term_of as term_in_law

from ..clock.deadline import Deadline, deadline_at
from ..clock.segments import Clock, Kind, Segment
from ..clock.silence import silence_moment
from ..clock.terms import Term, Unit, add_months
from ..models import Act, ClockSegment, CountingRule, Dossier, LegalDelay


def term_of(dossier: Dossier) -> Term | None:
    """The term of this dossier, or `None` where neither the version nor the commune gives one."""
    snapshot = dossier.version.snapshot
    law = term_in_law(snapshot, dossier.answers, Place.of(dossier.commune))
    if law is not None:
        return Term.from_law(asdict(law))
    local = (dossier.local.facts if dossier.local else {}).get("term")
    if snapshot.terms or not local:
        return None
    rule = counting_in_force("commune_term", on=local_date(dossier.filed_at))
    counted = {name: getattr(rule, name) for name in ("start_event", "stop_event", "franc", "carry_over")}
    return Term.from_law({**counted, "amount": local["amount"], "unit": local["unit"]})


def clock_of(dossier: Dossier) -> Clock:
    """The segments of the dossier, as the pure clock reads them."""
    return clock_from(ClockSegment.objects.filter(dossier=dossier).order_by("sequence"))


def clock_from(rows: Iterable[ClockSegment]) -> Clock:
    """The pure clock of rows read already, in their order."""
    return Clock(tuple(Segment(Kind(r.kind), r.since, r.cause, r.basis, restarts=r.restarts) for r in rows))


def has_moved(dossier: Dossier, *, at: datetime) -> bool:
    """Whether the last day of a running dossier is no longer the one its row repeats.

    Reads `dossier.segments`, prefetched by a sweep; nothing is locked, so the answer is a reason to look again.
    """
    term = term_of(dossier)
    if term is None:
        return False
    rows = sorted(dossier.segments.all(), key=lambda row: row.sequence)
    return deadline_at(clock_from(rows), term, calendar(), at=at).due_on != dossier.due_on


def write_segment(dossier: Dossier, clock: Clock) -> None:
    """Add the row of the last segment of `clock`; the others are written already."""
    last = clock.segments[-1]
    ClockSegment.objects.create(
        dossier=dossier,
        sequence=len(clock.segments),
        kind=last.kind.value,
        since=last.since,
        restarts=last.restarts,
        cause=last.cause,
        basis=last.basis,
    )


def deadline_of(dossier: Dossier, *, at: datetime) -> Deadline | None:
    """The deadline as read at `at`; `None` for a dossier without term."""
    term = term_of(dossier)
    return deadline_at(clock_of(dossier), term, calendar(), at=at) if term else None


def silence_of(dossier: Dossier, *, at: datetime) -> datetime | None:
    """The moment at which silence grants this dossier, which may lie ahead; `None` where it cannot (now, or ever)."""
    term = term_of(dossier)
    if term is None or not dossier.silence_grants:
        return None
    act = Act.objects.filter(decision__dossier=dossier).issued().order_by("-prepared_at", "-pk").first()
    return silence_moment(
        clock_of(dossier),
        term,
        calendar(),
        at=at,
        on_list=True,
        signed_at=act.signed_on if act else None,
        notified_at=act.notified_on if act else None,
    )


def delay_in_force(code: str, *, on: date) -> LegalDelay:
    """The common delay `code` in force on the local day `on`. Raises `Unavailable` (`law_missing`)."""
    row = LegalDelay.objects.filter(code=code).in_force(on=on).first()
    if row is None:
        raise _missing(code, on)
    return row


def counting_in_force(code: str, *, on: date) -> CountingRule:
    """How the terms `code` are counted on the local day `on`. Raises `Unavailable` (`law_missing`)."""
    row = CountingRule.objects.filter(code=code).in_force(on=on).first()
    if row is None:
        raise _missing(code, on)
    return row


def _missing(code: str, on: date) -> Unavailable:
    # No way of counting is invented: the file waits until a law editor has entered the row.
    return Unavailable(
        _("The portal lacks a rule that is needed to count the days. Nothing is lost: try again later."),
        code="law_missing",
        rule=code,
        on=on,
    )


def last_day(code: str, *, after: datetime, dossier: Dossier) -> date:
    """The last day of the common delay `code` that begins at `after`, under the rule of the filing date."""
    delay = delay_in_force(code, on=local_date(dossier.filed_at))
    return add_delay(local_date(after), delay.amount, Unit(delay.unit), calendar())


def add_delay(day: date, amount: int, unit: Unit, days: WorkingCalendar) -> date:
    """The day that lies `amount` of `unit` after `day`; a last day off moves to the next working day."""
    if unit is Unit.WORKING_DAYS:
        return days.add_working_days(day, amount)
    end = add_months(day, amount) if unit is Unit.MONTHS else date.fromordinal(day.toordinal() + amount)
    return days.working_day_from(end)
