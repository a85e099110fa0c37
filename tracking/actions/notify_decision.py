"""The signed decision reaches the applicant with proof: that, and not the signature, stops the clock (RGC 37, 40; 475 art. 3).

In the applicant's space the portal itself notifies, at the moment the decision can be read there; otherwise the desk
records the registered letter or the discharge. A grant comes with its fee order; where nothing is due it is delivered.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict, Invalid

from .. import journal
from ..lifecycle.apply import apply, apply_act, lock
from ..lifecycle.case import Case
from ..lifecycle.guards import FEE_SETTLED
from ..models import Decision, Dossier, DossierState
from ..payments.orders import issue_order, told
from .deliver_act import deliver_act

SPACE: Final = "space"
MEANS: Final = (SPACE, "letter", "by_hand")


@transaction.atomic
def notify_decision(
    *,
    dossier: Dossier,
    at: datetime,
    actor: User | None = None,
    means: str = SPACE,
    evidence: str = "",
    idempotency_key: str | None = None,
) -> Dossier:
    """Notify by `means`; `evidence`: the number of the letter or the discharge. Notified already: nothing changes.

    Raises `Invalid` (`means_unknown`, `evidence_missing`, `no_space`), `Conflict` (`nothing_signed`), `NotAllowed`.
    """
    lock(dossier, at=at)
    if dossier.state in (DossierState.APPROVED, DossierState.DELIVERED, DossierState.REFUSED):
        return dossier
    if journal.recorded(dossier, idempotency_key):
        return dossier
    _check_means(dossier, means, evidence)
    decision = Case(dossier, at).decision
    if decision is None or decision.act.file_id is None:
        raise Conflict(_("There is no signed decision to notify."), code="nothing_signed")
    act, granted = decision.act, decision.outcome == Decision.Outcome.GRANT
    facts: dict[str, object] = {"means": means, "evidence": evidence, "number": act.number}
    if granted:
        order = issue_order(dossier, at=at)
        facts |= {**told(order), "fee_order": order.number}
    event = apply(
        dossier=dossier,
        transition="notify_grant" if granted else "notify_refusal",
        actor=actor,
        at=at,
        facts=facts,
        idempotency_key=idempotency_key,
        act=act,
    )
    act.notified_on = at
    if granted:
        act.save(update_fields=["notified_on"])
        if FEE_SETTLED.holds(Case(dossier, at)):
            deliver_act(dossier=dossier, at=at)
    else:
        act.delivered_on = at
        apply_act(act=act, transition="take_effect", actor=actor, role=event.actor_role, at=at)
    return dossier


def _check_means(dossier: Dossier, means: str, evidence: str) -> None:
    if means not in MEANS:
        raise Invalid(_("A decision is notified in the space, by letter or by hand."), code="means_unknown")
    if means == SPACE and dossier.applicant_id is None:
        raise Invalid(_("This applicant has no space: notify by letter or by hand."), code="no_space")
    if means != SPACE and not evidence.strip():
        raise Invalid(_("Give the number of the letter, or the date of the signed discharge."), code="evidence_missing")
