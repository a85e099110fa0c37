"""An information document may come until delivery; its absence never justifies a refusal (RGC 33)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.models import User

from .. import journal
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import Case
from ..models import Dossier, Piece
from . import receive_pieces as received

if TYPE_CHECKING:
    from .open_dossier import FiledPiece


@transaction.atomic
def add_piece(
    *, dossier: Dossier, piece: FiledPiece, actor: User, at: datetime, idempotency_key: str | None = None
) -> Piece:
    """Receive one information document. Raises `Invalid` (`document_unknown`), `Conflict`, `NotAllowed`."""
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier.pieces.filter(document_code=piece.document_code).latest("pk")
    information = [document.code for document in Case(dossier, at).documents if document.nature != "main"]
    received.require_among([piece], information)
    apply(
        dossier=dossier,
        transition="add_piece",
        actor=actor,
        at=at,
        facts={"pieces": received.told([piece])},
        idempotency_key=idempotency_key,
    )
    return received.receive(dossier, [piece], actor=actor, at=at)[0]
