"""The session closes for one file: its minutes list each opinion and name the absent. Nothing is voted (RGC 29, 34)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.territory.models import Body

from .. import journal
from ..commission import record_absent
from ..lifecycle.apply import apply, lock
from ..models import Dossier


@transaction.atomic
def close_session(
    *,
    dossier: Dossier,
    minutes: str,
    actor: User,
    at: datetime,
    absent: Sequence[Body] = (),
    idempotency_key: str | None = None,
) -> Dossier:
    """Close with the minutes; the file goes to the president.

    Raises `Refused` (`everyone_spoke`, `session_held`), `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier
    codes = record_absent(dossier, absent)
    apply(
        dossier=dossier,
        transition="close_session",
        actor=actor,
        at=at,
        facts={"absent": codes},
        detail={"minutes": minutes} if minutes else None,
        idempotency_key=idempotency_key,
    )
    dossier.agenda_items.filter(round=dossier.round).update(minutes=minutes, closed_by=actor, closed_at=at)
    return dossier
