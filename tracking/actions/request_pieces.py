"""The desk contests main documents that are not what they claim: in one list, each once, and only at the beginning.

After that the file is complete, whatever the desk thinks of it (RGC 30, 33): nothing outside the version can be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid, Refused

from .. import journal
from ..lifecycle import due
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import GIVEN, Case
from ..models import Dossier, Piece, PieceRequest, RequestedPiece


@dataclass(frozen=True, slots=True)
class AskedPiece:
    """`reason`: a `RequestedPiece.Reason`; `note` tells the applicant what to do."""

    document_code: str
    reason: str
    note: str = ""


@transaction.atomic
def request_pieces(
    *,
    dossier: Dossier,
    pieces: Sequence[AskedPiece],
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> PieceRequest:
    """List the contested documents and stop the clock until they are given again.

    Raises `Invalid` (`document_unknown`, `reason_unknown`), `Refused` (`contested_before`, `in_time_to_contest`),
    `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier.piece_requests.latest("pk")
    codes = _checked(dossier, pieces, at)
    last_day = due.last_day("give_pieces", after=at, dossier=dossier)
    request = None
    if pieces:
        request = PieceRequest.objects.create(dossier=dossier, asked_at=at, asked_by=actor, due_on=last_day)
        RequestedPiece.objects.bulk_create(
            RequestedPiece(request=request, document_code=p.document_code, reason=p.reason, note=p.note) for p in pieces
        )
        given = dossier.pieces.filter(document_code__in=codes, check_result__in=GIVEN)
        given.update(check_result=Piece.Check.CONTESTED)
    apply(
        dossier=dossier,
        transition="contest_pieces",
        actor=actor,
        at=at,
        facts={"documents": codes, "reasons": [str(p.reason) for p in pieces], "count": len(codes)},
        detail={"notes": [p.note for p in pieces]},
        idempotency_key=idempotency_key,
        wait_until=last_day,
    )
    assert request is not None
    return request


def _checked(dossier: Dossier, pieces: Sequence[AskedPiece], at: datetime) -> list[str]:
    codes = [piece.document_code for piece in pieces]
    main = {document.code for document in Case(dossier, at).documents if document.nature == "main"}
    if not set(codes) <= main or len(set(codes)) != len(codes):
        raise Invalid(
            _("Only main documents of this request can be asked, each once."), code="document_unknown", codes=codes
        )
    reasons = set(RequestedPiece.Reason.values) - {RequestedPiece.Reason.MISSING.value}
    if any(piece.reason not in reasons for piece in pieces):
        raise Invalid(_("Say what is wrong with each document."), code="reason_unknown")
    before = RequestedPiece.objects.filter(request__dossier=dossier, document_code__in=codes).exclude(
        reason=RequestedPiece.Reason.MISSING
    )
    if before.exists():
        raise Refused(_("A document can be contested once only."), code="contested_before")
    return codes
