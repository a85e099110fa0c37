"""Missing documents did not come in the time allowed, after two reminders: the file is closed, nothing is erased (RGC 33)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from portal.kernel.now import local_date

from ..lifecycle import due
from ..lifecycle.apply import apply, lock
from ..models import Dossier, DossierState

REMINDERS: Final = ("remind_pieces_first", "remind_pieces_second")


@transaction.atomic
def close_unanswered(*, dossier: Dossier, at: datetime) -> Dossier:
    """Close once both reminders went out and the time is over; else send the reminder whose day has come.

    Raises `Conflict` (`state_changed`), `Refused` (`wait_over`) when there is nothing to do yet.
    """
    lock(dossier, at=at)
    sent = dossier.events.filter(kind="remind_pieces", at__gte=dossier.state_since).count()
    if sent < len(REMINDERS) and dossier.state == DossierState.HELD_INCOMPLETE:
        day = due.last_day(REMINDERS[sent], after=dossier.state_since, dossier=dossier)
        if local_date(at) >= day:
            apply(dossier=dossier, transition="remind_pieces", actor=None, at=at, facts={"reminder": sent + 1})
            return dossier
    apply(dossier=dossier, transition="close_unanswered", actor=None, at=at, facts={"reminders": sent})
    dossier.piece_requests.filter(answered_at=None).update(answered_at=at)
    return dossier
