"""The commune sends the file to the bodies of the circuit, each with its own last day (RGC 18, 21-22)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User

from .. import journal
from ..commission import ask_bodies
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import Case
from ..models import Consultation, Dossier


@transaction.atomic
def consult_bodies(
    *, dossier: Dossier, actor: User, at: datetime, idempotency_key: str | None = None
) -> list[Consultation]:
    """Ask the bodies of the circuit's first consultation. Raises `Refused` (`circuit_consults`, `body_missing`), `Conflict`."""
    lock(dossier, at=at)
    case = Case(dossier, at)
    stage = case.stage("consult")
    if journal.recorded(dossier, idempotency_key):
        return case.consultations
    rows = ask_bodies(dossier, stage, at=at) if stage else []
    apply(
        dossier=dossier,
        transition="dispatch",
        actor=actor,
        at=at,
        facts={"bodies": [row.body.code for row in rows]},
        idempotency_key=idempotency_key,
    )
    return rows
