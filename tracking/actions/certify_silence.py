"""The governor, never the commune, certifies or declines what silence granted, on facts of the journal (decree 2-22-141)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict, NotAllowed

from ..issuing import prepare
from ..lifecycle.apply import apply, lock
from ..models import Act, ActState, ClockSegment, Dossier
from ..policies import may

KIND: Final = "silence_certificate"


@transaction.atomic
def certify_silence(*, dossier: Dossier, actor: User, at: datetime, idempotency_key: str | None = None) -> Act:
    """Prepare the certificate with its number and the extract of the clock; `sign_act` certifies.

    A second call gives the same act. Raises `Conflict` (`state_changed`), `NotAllowed`.
    """
    lock(dossier, at=at)
    role = may(actor, "prepare_silence_certificate", dossier, at=at)
    if role is None:
        raise NotAllowed(_("Only the governor certifies a silence."), code="not_the_governor")
    existing = dossier.acts.filter(kind=KIND, state=ActState.PREPARED).first()
    if existing is not None:
        return existing
    granted = dossier.events.filter(kind="grant_by_silence").order_by("sequence").last()
    if granted is None:
        raise Conflict(_("This file was not granted by silence."), code="not_granted_by_silence")
    segments = ClockSegment.objects.filter(dossier=dossier).order_by("sequence")
    act = prepare(
        dossier,
        KIND,
        at=at,
        printed={
            "granted_at": granted.facts["granted_at"],
            "due_on": dossier.due_on.isoformat() if dossier.due_on else None,
            "clock": [
                {"kind": row.kind, "since": row.since.isoformat(), "cause": row.cause, "basis": row.basis}
                for row in segments
            ],
            "grant_hash": granted.hash,
        },
    )
    apply(
        dossier=dossier,
        transition="prepare_silence_certificate",
        actor=actor,
        role=role,
        at=at,
        facts={"number": act.number, "series": act.series},
        idempotency_key=idempotency_key,
        act=act,
    )
    return act


@transaction.atomic
def decline_silence_certificate(
    *, dossier: Dossier, ground: str, reasons: str, actor: User, at: datetime, idempotency_key: str | None = None
) -> Dossier:
    """Decline on one of three facts (`guards.DECLINE_GROUNDS`), with reasons; the applicant may go to court.

    Raises `Refused` (`declined_on_facts`, `reasoned`), `Conflict`, `NotAllowed`.
    """
    apply(
        dossier=dossier,
        transition="decline_silence_certificate",
        actor=actor,
        at=at,
        facts={"ground": ground, "legal_ground": ground},
        detail={"reasons": reasons},
        idempotency_key=idempotency_key,
    )
    return dossier
