"""A file is put on the agenda of the desk or committee that sits for its commune (RGC 15, 19, 25)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from portal.accounts.models import User
from portal.territory.models import ReviewBody

from .. import journal
from ..commission import ask_bodies, review_body_of
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import Case
from ..models import AgendaItem, CommissionSession, Dossier


@transaction.atomic
def open_session(
    *,
    dossier: Dossier,
    held_on: date,
    actor: User,
    at: datetime,
    review_body: ReviewBody | None = None,
    place: str = "",
    idempotency_key: str | None = None,
) -> AgendaItem:
    """Put `dossier` on the agenda of the sitting of `held_on`, opened if need be, and ask its members.

    Raises `Refused` (`circuit_sits`, `session_competent`, `review_body_missing`, `body_missing`), `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    item = dossier.agenda_items.filter(round=dossier.round).first()
    if item is not None and journal.recorded(dossier, idempotency_key):
        return item
    stage = Case(dossier, at).stage("session")
    codes: list[str] = []
    if item is None and stage is not None:
        session, _made = CommissionSession.objects.get_or_create(
            review_body=review_body or review_body_of(dossier.commune, on=held_on),
            held_on=held_on,
            defaults={"place": place, "opened_by": actor, "opened_at": at},
        )
        item = AgendaItem.objects.create(session=session, dossier=dossier, round=dossier.round)
        codes = [row.body.code for row in ask_bodies(dossier, stage, at=at, session=session)]
    apply(
        dossier=dossier,
        transition="open_session",
        actor=actor,
        at=at,
        facts={"held_on": held_on.isoformat(), "bodies": codes},
        idempotency_key=idempotency_key,
    )
    assert item is not None
    return item
