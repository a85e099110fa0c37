"""A filing taken on a numbered receipt pad while the portal was out of reach: its date is the pad's; the province is told.

The pad's number is the key of the filing, so that one leaf is one dossier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid
from portal.kernel.models import StoredFile
from portal.territory.models import Commune
from procedures.models import ProcedureVersion

from ..models import Dossier
from ..notifications.outbox import post
from .open_dossier import Applicant, FiledPiece, open_dossier


@transaction.atomic
def record_paper_filing(
    *,
    applicant: Applicant,
    version: ProcedureVersion,
    commune: Commune,
    answers: Mapping[str, Any],
    pieces: Sequence[FiledPiece],
    pad_number: str,
    filed_at: datetime,
    scan: StoredFile,
    reason: str,
    actor: User,
    at: datetime,
) -> Dossier:
    """Record the filing; the same pad number in the commune again gives the same dossier.

    Raises `Invalid` (`pad_missing`, `reason_missing`, `date_future`) and what `open_dossier` raises.
    """
    if not pad_number.strip():
        raise Invalid(_("Give the number of the receipt pad."), code="pad_missing")
    if not reason.strip():
        raise Invalid(_("Say why the filing was taken on paper."), code="reason_missing")
    if filed_at > at:
        raise Invalid(_("A filing cannot be dated in the future."), code="date_future")
    dossier = open_dossier(
        actor=actor,
        applicant=applicant,
        version=version,
        commune=commune,
        answers=answers,
        pieces=pieces,
        origin=Dossier.Origin.PAPER,
        idempotency_key=f"pad:{commune.code}:{pad_number.strip()}"[:80],
        at=at,
        filed_at=filed_at,
        pad=(pad_number.strip(), scan),
        facts={"pad": pad_number.strip(), "scan_sha256": scan.sha256},
        detail={"reason": reason},
    )
    post(dossier, "paper_filed", at=at, facts={}, once=f"pad:{dossier.pk}")
    return dossier
