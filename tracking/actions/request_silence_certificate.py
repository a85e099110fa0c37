"""The applicant asks the governor to certify what silence granted; the receipt goes with the file (decree 2-22-141)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User

from ..lifecycle import due
from ..lifecycle.apply import apply, lock
from ..models import Dossier


@transaction.atomic
def request_silence_certificate(
    *, dossier: Dossier, actor: User, at: datetime, idempotency_key: str | None = None
) -> Dossier:
    """Ask; the governor has the days of `certify_silence`. Raises `Conflict` (`state_changed`), `NotAllowed`."""
    lock(dossier, at=at)
    apply(
        dossier=dossier,
        transition="request_silence_certificate",
        actor=actor,
        at=at,
        idempotency_key=idempotency_key,
        wait_until=due.last_day("certify_silence", after=at, dossier=dossier),
    )
    return dossier
