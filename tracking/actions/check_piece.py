"""The tick of whoever reads a document. It decides nothing: only a contested main document holds a file back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid

from ..lifecycle.apply import apply
from ..models import Piece


@transaction.atomic
def check_piece(*, piece: Piece, result: str, actor: User, at: datetime, idempotency_key: str | None = None) -> Piece:
    """Mark the piece accepted, or not checked again. Raises `Invalid` (`check_unknown`, `piece_replaced`), `NotAllowed`."""
    if result not in (Piece.Check.ACCEPTED, Piece.Check.UNCHECKED):
        raise Invalid(_("A document is accepted, or asked again with a reason."), code="check_unknown")
    apply(
        dossier=piece.dossier,
        transition="check_piece",
        actor=actor,
        at=at,
        facts={"document": piece.document_code, "sha256": piece.file.sha256, "result": str(result)},
        idempotency_key=idempotency_key,
    )
    piece.refresh_from_db(fields=["check_result"])
    if piece.check_result == Piece.Check.REPLACED:
        raise Invalid(_("A newer file has replaced this one."), code="piece_replaced")
    piece.check_result = result
    piece.save(update_fields=["check_result"])
    return piece
