"""The applicant withdraws the request, at any time before the signature."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User

from ..lifecycle.apply import apply, apply_act
from ..models import ActState, Dossier
from ..models.states import StateCause


@transaction.atomic
def withdraw_dossier(
    *, dossier: Dossier, actor: User, at: datetime, reason: str = "", idempotency_key: str | None = None
) -> Dossier:
    """Withdraw; a number already taken for a decision is voided. Raises `Conflict`, `NotAllowed`."""
    event = apply(
        dossier=dossier,
        transition="withdraw",
        actor=actor,
        at=at,
        detail={"reason": reason} if reason else None,
        idempotency_key=idempotency_key,
    )
    for act in dossier.acts.filter(state=ActState.PREPARED):
        apply_act(
            act=act,
            transition="void",
            actor=actor,
            role=event.actor_role,
            at=at,
            cause=StateCause.WITHDRAWN,
        )
    return dossier
