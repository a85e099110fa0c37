"""The applicant files the modified plans against a new receipt: a new round, and a whole new term from zero (RGC 37)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

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
def file_modified(
    *,
    dossier: Dossier,
    pieces: Sequence[FiledPiece],
    actor: User,
    at: datetime,
    answers: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Dossier:
    """Receive what changed; `answers`, where given, are the whole new answers.

    Raises `Invalid` (`nothing_changed`, `document_unknown`), `Refused` (`main_documents_present`), `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier
    if not pieces and answers is None:
        raise Invalid(_("Send the modified plans or answers."), code="nothing_changed")
    if answers is not None:
        dossier.answers = dict(answers)
        dossier.save(update_fields=["answers"])
    received.require_among(pieces, [document.code for document in Case(dossier, at).documents])
    received.receive(dossier, pieces, actor=actor, at=at)
    dossier.remark_lists.filter(answered_at=None).update(answered_at=at)
    apply(
        dossier=dossier,
        transition="file_modified",
        actor=actor,
        at=at,
        facts={"pieces": received.told(pieces), "answers_changed": answers is not None},
        idempotency_key=idempotency_key,
    )
    return dossier
