"""The birth of a dossier: its row, the first entry of its journal, a clock that has not started (RGC 30, 33)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.accounts.models import User

from .. import journal
from ..clock.segments import Clock
from ..models import Dossier, DossierState, Event
from . import due


def filed_under(idempotency_key: str) -> Dossier | None:
    """The dossier already filed under this key, if any."""
    return Dossier.objects.filter(idempotency_key=idempotency_key).first()


def lodge(
    dossier: Dossier,
    *,
    actor: User | None,
    role: str,
    at: datetime,
    facts: Mapping[str, Any],
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """Save the new `dossier` as filed. Its pieces come next, then admission or the list of what is missing.

    Raises `TransactionManagementError` outside a transaction.
    """
    dossier.state_since = at
    dossier.save(force_insert=True)
    due.write_segment(dossier, Clock().wait(at=dossier.filed_at, cause="lodge", basis="RGC 30, 33"))
    return journal.append(
        dossier,
        kind="lodge",
        at=at,
        actor=actor,
        role=role,
        to_state=DossierState.FILED,
        facts=facts,
        detail=detail,
    )
