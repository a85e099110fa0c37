"""After a filing: the portal admits, registers, or lists what is missing, in the transaction of the filing (RGC 30, 33)."""

from __future__ import annotations

from datetime import datetime

from ..lifecycle import due
from ..lifecycle.apply import apply
from ..lifecycle.case import Case
from ..models import Dossier, PieceRequest, RequestedPiece
from .register_declaration import register_declaration


def settle_filing(dossier: Dossier, *, at: datetime) -> None:
    """Move a filed dossier on: the receipt certifies that it is complete, or lists each missing main document once."""
    case = Case(dossier, at)
    if case.missing:
        codes = [document.code for document in case.missing]
        last_day = due.last_day("give_pieces", after=at, dossier=dossier)
        request = PieceRequest.objects.create(dossier=dossier, asked_at=at, due_on=last_day)
        RequestedPiece.objects.bulk_create(
            RequestedPiece(request=request, document_code=code, reason=RequestedPiece.Reason.MISSING) for code in codes
        )
        apply(
            dossier=dossier,
            transition="hold_incomplete",
            actor=None,
            at=at,
            facts={"documents": codes, "count": len(codes)},
            wait_until=last_day,
        )
    elif case.stage("register") is not None:
        register_declaration(dossier=dossier, at=at)
    else:
        apply(dossier=dossier, transition="admit", actor=None, at=at)
