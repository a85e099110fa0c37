"""Who is asked: bodies by the rule of the circuit, by a law, at the president's request, or invited (RGC 21-24)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Refused
from portal.kernel.now import local_date
from portal.territory.days import calendar
from portal.territory.models import Body, Commune, ReviewBody
from procedures.snapshot import Stage

from .clock.terms import Unit
from .lifecycle.due import add_delay
from .models import CommissionSession, Consultation, Dossier


def body_for(kind: str, commune: Commune) -> Body:
    """The body of `kind` for the commune: its own before its province's. Raises `Refused` (`body_missing`)."""
    bodies = Body.objects.filter(kind=kind)
    found = bodies.filter(communes=commune).first() or bodies.filter(provinces=commune.province_id).first()
    if found is None:
        raise Refused(
            _("No such body is recorded for this commune yet. Ask the operator to add it."),
            code="body_missing",
            kind=kind,
        )
    return found


def kinds_asked(dossier: Dossier, stage: Stage) -> tuple[str, ...]:
    """The kinds of body of one stage; the commune's own circuit says those of a visit where the version leaves it to it."""
    if stage.action == "visit" and stage.one_negative_blocks is None:
        local = (dossier.local.facts if dossier.local else {}).get("bodies")
        return tuple(local) if local else stage.bodies
    return stage.bodies


def ask_bodies(
    dossier: Dossier, stage: Stage, *, at: datetime, session: CommissionSession | None = None
) -> list[Consultation]:
    """Ask each body of `stage` once in this round; those asked already are put on `session`. Inside a transaction."""
    due_on = due_of(stage, dossier)
    rows = []
    for kind in kinds_asked(dossier, stage):
        row, made = Consultation.objects.get_or_create(
            dossier=dossier,
            round=dossier.round,
            body=body_for(kind, dossier.commune),
            defaults={
                "stage": stage.code,
                "binding": kind in stage.binding,
                "basis": stage.origin.source[:200],
                "asked_at": at,
                "due_on": due_on,
                "session": session,
            },
        )
        if not made and session is not None and row.session_id is None:
            row.session = session
            row.save(update_fields=["session"])
        rows.append(row)
    return rows


def due_of(stage: Stage, dossier: Dossier) -> date | None:
    """The last day a body has: counted from the receipt of the complete file by the commune (RGC 18)."""
    if not stage.amount:
        return None
    received = local_date(dossier.complete_at or dossier.filed_at)
    return add_delay(received, stage.amount, Unit(stage.unit), calendar())


def record_absent(dossier: Dossier, bodies: Iterable[Body]) -> list[str]:
    """Record as absent those of `bodies` that were asked and have not spoken; gives their codes."""
    silent = dossier.consultations.filter(round=dossier.round, body__in=list(bodies), opinion__isnull=True)
    codes = sorted(silent.values_list("body__code", flat=True))
    silent.update(absent=True)
    return codes


def review_body_of(commune: Commune, *, on: date) -> ReviewBody:
    """The desk or committee that sits for the commune on that day. Raises `Refused` (`review_body_missing`)."""
    in_force = ReviewBody.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on)
    found = in_force.filter(communes=commune).order_by("-valid_from", "pk").first()
    if found is None:
        raise Refused(
            _("No desk or planning committee is recorded for this commune on that day."), code="review_body_missing"
        )
    return found
