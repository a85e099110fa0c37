"""Register a declaration: its numbered receipt is the proof, there is no power to refuse it (12-90 art. 58; law 55-19)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User

from ..issuing import prepare
from ..lifecycle.apply import apply, apply_act, lock
from ..models import Act, Dossier, DossierState

KIND = "declaration_receipt"


@transaction.atomic
def register_declaration(
    *, dossier: Dossier, at: datetime, actor: User | None = None, idempotency_key: str | None = None
) -> Act:
    """Register and give the receipt as an act that anyone can verify; a second call gives the same one.

    Raises `Refused` (`circuit_registers`, `main_documents_present`), `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    existing = dossier.acts.filter(kind=KIND).first()
    if dossier.state == DossierState.REGISTERED and existing is not None:
        return existing
    event = apply(dossier=dossier, transition="register", actor=actor, at=at, idempotency_key=idempotency_key)
    act = prepare(dossier, KIND, at=at, number=dossier.reference)
    act.delivered_on = at
    apply_act(act=act, transition="issue", actor=actor, role=event.actor_role, at=at)
    return act
