"""No permit is required for what is described: a written, reasoned answer that anyone can verify (12-90 art. 40; 475 art. 11)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User

from .. import journal
from ..issuing import prepare
from ..lifecycle.apply import apply, apply_act, lock
from ..models import Act, Dossier

KIND = "not_required"


@transaction.atomic
def find_not_required(
    *,
    dossier: Dossier,
    reasons: str,
    legal_ground: str,
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> Act:
    """Close the file with the answer. Raises `Refused` (`reasoned`, `in_arabic`), `Conflict`, `NotAllowed`."""
    lock(dossier, at=at)
    if journal.recorded(dossier, idempotency_key):
        return dossier.acts.get(kind=KIND)
    event = apply(
        dossier=dossier,
        transition="find_not_required",
        actor=actor,
        at=at,
        facts={"legal_ground": legal_ground},
        detail={"reasons": reasons},
        idempotency_key=idempotency_key,
    )
    act = prepare(dossier, KIND, at=at, printed={"reasons": reasons, "legal_ground": legal_ground})
    act.delivered_on = at
    apply_act(act=act, transition="issue", actor=actor, role=event.actor_role, at=at)
    return act
