"""What follows a signature by itself: the decision is notified in the applicant's space, or put before the desk (RGC 40)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ..lifecycle.apply import lock
from ..models import Act, DossierState
from ..notifications.outbox import post
from .notify_decision import notify_decision


def after_signature(act: Act, *, at: datetime) -> Act:
    """Go on with a signed act; safe to run twice: the sweep does, for a process that died here."""
    # Read again: the dossier on the act may be older than the signature.
    act.refresh_from_db()
    dossier = act.dossier
    assert dossier is not None
    if dossier.state == DossierState.SIGNED and dossier.applicant_id is not None:
        notify_decision(dossier=dossier, at=at)
    elif dossier.state == DossierState.SIGNED:
        with transaction.atomic():
            lock(dossier, at=at)
            post(dossier, "to_notify", at=at, facts={}, once=f"act:{act.pk}")
    act.refresh_from_db()
    return act
