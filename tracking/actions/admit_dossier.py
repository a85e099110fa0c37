"""The desk declares a file complete: what it had contested is right after all, or what was missing is there (RGC 33)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User

from .. import journal
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import Case
from ..models import Dossier, DossierState
from .settle_filing import settle_filing


@transaction.atomic
def admit_dossier(*, dossier: Dossier, actor: User, at: datetime, idempotency_key: str | None = None) -> Dossier:
    """Close the open list and admit. Raises `Refused` (`listed_pieces_given`), `Conflict`, `NotAllowed`."""
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier
    case = Case(dossier, at)
    if dossier.state != DossierState.HELD_INCOMPLETE:
        apply(dossier=dossier, transition="admit", actor=actor, at=at, idempotency_key=idempotency_key)
        return dossier
    if case.request is not None and not case.missing:
        case.request.answered_at = at
        case.request.save(update_fields=["answered_at"])
    apply(dossier=dossier, transition="complete", actor=actor, at=at, idempotency_key=idempotency_key)
    settle_filing(dossier, at=at)
    return dossier
