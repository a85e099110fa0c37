"""The visit is reported: individual opinions, the absent named, and the file goes to the president (RGC 44)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.territory.models import Body

from .. import journal
from ..commission import record_absent
from ..lifecycle.apply import apply, lock
from ..models import Dossier


@transaction.atomic
def report_visit(
    *,
    dossier: Dossier,
    report: str,
    actor: User,
    at: datetime,
    absent: Sequence[Body] = (),
    idempotency_key: str | None = None,
) -> Dossier:
    """Report and send on. Raises `Refused` (`visit_took_place`, `everyone_spoke`), `Conflict`, `NotAllowed`."""
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier
    codes = record_absent(dossier, absent)
    apply(
        dossier=dossier,
        transition="report_visit",
        actor=actor,
        at=at,
        facts={"absent": codes},
        detail={"report": report} if report else None,
        idempotency_key=idempotency_key,
    )
    open_visit = dossier.visits.filter(reported_at=None, replaced_at=None)
    open_visit.update(report=report, reported_by=actor, reported_at=at)
    return dossier
