"""The president decides what follows: grant or reasoned refusal. The decision takes its number; its signature comes next.

RGC 35: no grant without the binding opinion. RGC 36, law 03-01: a refusal gives reasons and legal ground, in Arabic.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid, NotAllowed

from ..issuing import kind_of, prepare
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import Case
from ..models import Act, ActState, Decision, Dossier
from ..policies import may

_TRANSITIONS: Final = {Decision.Outcome.GRANT: "decide_grant", Decision.Outcome.REFUSAL: "decide_refusal"}


@transaction.atomic
def decide_dossier(
    *,
    dossier: Dossier,
    outcome: str,
    actor: User,
    at: datetime,
    reasons: str = "",
    legal_ground: str = "",
    conditions: str = "",
    idempotency_key: str | None = None,
) -> Act:
    """Prepare the act with its number; the same decision by the same person again gives the same act.

    Raises `Invalid` (`outcome_unknown`), `Refused` (`undecided`, `binding_favourable`, `no_blocking_negative`,
    `reasoned`, `in_arabic`, `circuit_decides`), `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    if outcome not in Decision.Outcome.values:
        raise Invalid(_("A decision grants or refuses."), code="outcome_unknown")
    transition = _TRANSITIONS[Decision.Outcome(outcome)]
    role = may(actor, transition, dossier, at=at)
    if role is None:
        raise NotAllowed(_("You may not do this on this file."), transition=transition)
    pending = Case(dossier, at).decision
    if pending and pending.act.state == ActState.PREPARED and _same(pending, outcome, reasons, conditions, actor):
        return pending.act
    printed = {
        "outcome": str(outcome),
        "reasons": reasons,
        "legal_ground": legal_ground,
        "conditions": conditions,
        "decided_by": {"role": role, "name": actor.full_name, "name_ar": actor.full_name_ar},
    }
    # The number is given back with the rest if a guard refuses: it is only taken when this transaction commits.
    act = prepare(dossier, kind_of(dossier, outcome), at=at, printed=printed) if pending is None else pending.act
    apply(
        dossier=dossier,
        transition=transition,
        actor=actor,
        role=role,
        at=at,
        facts={"outcome": str(outcome), "number": act.number, "series": act.series, "legal_ground": legal_ground},
        detail={"reasons": reasons, "conditions": conditions},
        idempotency_key=idempotency_key,
        act=act,
    )
    Decision.objects.create(
        dossier=dossier,
        outcome=outcome,
        reasons=reasons,
        legal_ground=legal_ground,
        conditions=conditions,
        act=act,
        decided_by=actor,
        decided_at=at,
    )
    return act


def _same(decision: Decision, outcome: str, reasons: str, conditions: str, actor: User) -> bool:
    said = (decision.outcome, decision.reasons, decision.conditions, decision.decided_by_id)
    return said == (outcome, reasons, conditions, actor.pk)
