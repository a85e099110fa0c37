"""The applicant answers the list: the listed documents only, in one go or several; the last one completes the file (RGC 33)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.models import User

from .. import journal
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import Case
from ..models import Dossier
from . import receive_pieces as received
from .settle_filing import settle_filing

if TYPE_CHECKING:
    from .open_dossier import FiledPiece


@transaction.atomic
def complete_dossier(
    *,
    dossier: Dossier,
    pieces: Sequence[FiledPiece],
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> Dossier:
    """Receive `pieces`; when none of the list is missing any more, the file is complete from `at` and goes on.

    Raises `Invalid` (`document_unknown`), `Conflict` (`state_changed`), `NotAllowed`.
    """
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier
    request = Case(dossier, at).request
    listed = list(request.pieces.values_list("document_code", flat=True)) if request else []
    apply(
        dossier=dossier,
        transition="answer_list",
        actor=actor,
        at=at,
        facts={"pieces": received.told(pieces)},
        idempotency_key=idempotency_key,
    )
    received.require_among(pieces, listed)
    received.receive(dossier, pieces, actor=actor, at=at)
    case = Case(dossier, at)
    if case.request is not None and not case.missing:
        case.request.answered_at = at
        case.request.save(update_fields=["answered_at"])
        apply(dossier=dossier, transition="complete", actor=actor, at=at)
        settle_filing(dossier, at=at)
    return dossier
