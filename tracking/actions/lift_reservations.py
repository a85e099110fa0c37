"""Minor reservations are answered, or their days pass: either way the president decides on the file as it stands (RGC 38)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid

from .. import journal
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import Case
from ..models import Dossier
from . import receive_pieces as received

if TYPE_CHECKING:
    from .open_dossier import FiledPiece


@transaction.atomic
def lift_reservations(
    *,
    dossier: Dossier,
    answer: str,
    actor: User,
    at: datetime,
    pieces: Sequence[FiledPiece] = (),
    idempotency_key: str | None = None,
) -> Dossier:
    """Receive the answer, with corrected sheets if any.

    Raises `Invalid` (`answer_missing`, `document_unknown`), `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier
    if not answer.strip() and not pieces:
        raise Invalid(_("Say how each reservation was met, or send the corrected sheets."), code="answer_missing")
    received.require_among(pieces, [document.code for document in Case(dossier, at).documents])
    received.receive(dossier, pieces, actor=actor, at=at)
    dossier.remark_lists.filter(answered_at=None).update(answered_at=at, answer=answer)
    apply(
        dossier=dossier,
        transition="lift_reservations",
        actor=actor,
        at=at,
        facts={"pieces": received.told(pieces)},
        detail={"answer": answer} if answer else None,
        idempotency_key=idempotency_key,
    )
    return dossier


@transaction.atomic
def lapse_reservations(*, dossier: Dossier, at: datetime) -> Dossier:
    """The days are over: back to the president. Raises `Refused` (`wait_over`), `Conflict` (`state_changed`)."""
    lock(dossier, at=at)
    apply(dossier=dossier, transition="lapse_reservations", actor=None, at=at)
    dossier.remark_lists.filter(answered_at=None).update(answered_at=at)
    return dossier
