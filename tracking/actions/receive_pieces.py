"""What the actions on pieces share: a file enters under a document of the version and replaces the one before it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid

from ..models import Dossier, Piece

if TYPE_CHECKING:
    from .open_dossier import FiledPiece


def require_among(pieces: Sequence[FiledPiece], codes: Collection[str]) -> None:
    """Raises `Invalid` (`document_unknown`) when a piece is for a document outside `codes`."""
    unknown = sorted({piece.document_code for piece in pieces} - set(codes))
    if unknown:
        raise Invalid(_("Only the documents that were asked can be sent here."), code="document_unknown", codes=unknown)


def receive(dossier: Dossier, pieces: Sequence[FiledPiece], *, actor: User | None, at: datetime) -> list[Piece]:
    """Write the pieces; what stood for the same documents is kept as replaced. The caller holds the lock."""
    codes = {piece.document_code for piece in pieces}
    dossier.pieces.filter(document_code__in=codes).exclude(check_result=Piece.Check.REPLACED).update(
        check_result=Piece.Check.REPLACED
    )
    return Piece.objects.bulk_create(
        Piece(
            dossier=dossier,
            document_code=piece.document_code,
            file=piece.file,
            name=piece.name[:255],
            given_at=at,
            given_by=actor,
        )
        for piece in pieces
    )


def told(pieces: Sequence[FiledPiece]) -> list[dict[str, str]]:
    """The pieces as the journal tells them: document and hash."""
    return [{"document": piece.document_code, "sha256": piece.file.sha256} for piece in pieces]
