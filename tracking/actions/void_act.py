"""A number taken and not signed is voided with its reason, so that the register shows it and the president decides anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict, Invalid

from ..lifecycle.apply import apply, apply_act, lock
from ..models import Act, ActState
from .certify_silence import KIND as CERTIFICATE


@transaction.atomic
def void_act(*, act: Act, reason: str, actor: User, at: datetime, idempotency_key: str | None = None) -> Act:
    """Void a prepared act. Raises `Invalid` (`reason_missing`), `Conflict` (`act_state_changed`), `NotAllowed`."""
    if not reason.strip():
        raise Invalid(_("Say why this number is voided."), code="reason_missing")
    if act.dossier is None:
        raise Invalid(_("An act recorded from outside is checked, not voided."), code="act_from_outside")
    dossier = lock(act.dossier, at=at)
    act.refresh_from_db()
    if act.state != ActState.PREPARED:
        raise Conflict(_("Only a number that is not signed yet can be voided."), code="act_state_changed")
    event = apply(
        dossier=dossier,
        transition="void_certificate" if act.kind == CERTIFICATE else "void_decision",
        actor=actor,
        at=at,
        facts={"number": act.number, "series": act.series},
        detail={"reason": reason},
        idempotency_key=idempotency_key,
        act=act,
    )
    apply_act(act=act, transition="void", actor=actor, role=event.actor_role, at=at, reason=reason)
    return act
