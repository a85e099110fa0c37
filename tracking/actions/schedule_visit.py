"""A visit of the place is fixed, with its hours, and its bodies are asked; a new date replaces the one before (RGC 42-43)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid
from portal.kernel.now import local_date

from .. import journal
from ..commission import ask_bodies
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import Case
from ..models import Dossier, SiteVisit


@transaction.atomic
def schedule_visit(
    *,
    dossier: Dossier,
    starts_at: datetime,
    ends_at: datetime,
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> SiteVisit:
    """Fix the visit between two moments of one local day.

    Raises `Invalid` (`visit_hours`), `Refused` (`circuit_visits`, `body_missing`), `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier.visits.latest("pk")
    if not at <= starts_at < ends_at or local_date(starts_at) != local_date(ends_at):
        raise Invalid(_("Give two hours of one day to come, the earlier one first."), code="visit_hours")
    stage = Case(dossier, at).stage("visit")
    rows = ask_bodies(dossier, stage, at=at) if stage else []
    dossier.visits.filter(reported_at=None, replaced_at=None).update(replaced_at=at)
    visit = SiteVisit.objects.create(
        dossier=dossier,
        round=dossier.round,
        starts_at=starts_at,
        ends_at=ends_at,
        scheduled_by=actor,
        scheduled_at=at,
    )
    apply(
        dossier=dossier,
        transition="schedule_visit",
        actor=actor,
        at=at,
        facts={
            "starts_at": starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
            "bodies": [row.body.code for row in rows],
        },
        idempotency_key=idempotency_key,
    )
    return visit
