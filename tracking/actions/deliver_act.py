"""Payment, exemption or a zero fee releases the sealed act: it is delivered and takes effect (RGC 28, 39; law 47-06)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict
from portal.kernel.now import local_date
from portal.territory.days import calendar

from .. import journal
from ..clock.terms import add_months
from ..lifecycle.apply import apply, apply_act, lock
from ..lifecycle.case import Case
from ..models import Act, Dossier, DossierState


@transaction.atomic
def deliver_act(
    *, dossier: Dossier, at: datetime, actor: User | None = None, idempotency_key: str | None = None
) -> Act:
    """Deliver; delivered already, the same act. Raises `Refused` (`fee_settled`), `Conflict`, `NotAllowed`."""
    lock(dossier, at=at)
    decision = Case(dossier, at).decision
    if decision is None:
        raise Conflict(_("There is no signed decision to deliver."), code="nothing_signed")
    if dossier.state == DossierState.DELIVERED or journal.recorded(dossier, idempotency_key):
        return decision.act
    event = apply(
        dossier=dossier,
        transition="deliver",
        actor=actor,
        at=at,
        facts={"number": decision.act.number},
        idempotency_key=idempotency_key,
        act=decision.act,
    )
    act = decision.act
    act.delivered_on = at
    act.valid_until = valid_until(dossier, local_date(at))
    apply_act(act=act, transition="take_effect", actor=actor, role=event.actor_role, at=at)
    return act


def valid_until(dossier: Dossier, delivered_on: date) -> date | None:
    """The last day of the act's life: the version's validity from delivery, or the end of the period asked for.

    `None` where the version sets no limit, or the period asked was not a period with an end.
    """
    rule = dossier.version.snapshot.validity
    if rule is None:
        return None
    if rule.unit == "asked":
        return _end_asked(dossier)
    if rule.unit == "months":
        return add_months(delivered_on, rule.amount)
    if rule.unit == "working_days":
        return calendar().add_working_days(delivered_on, rule.amount)
    return date.fromordinal(delivered_on.toordinal() + rule.amount)


def _end_asked(dossier: Dossier) -> date | None:
    for step in dossier.version.snapshot.steps:
        for question in step.questions:
            given = dossier.answers.get(question.key)
            if question.type == "period" and isinstance(given, dict) and given.get("until"):
                return date.fromisoformat(given["until"])
    return None
