"""Where the commune has published no rate, the revenue officer enters the amount from the fiscal order, which is named.

An amount that follows from the law and a published rate is not his to change.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict, Invalid

from .. import journal
from ..lifecycle.apply import apply, lock
from ..lifecycle.case import Case
from ..lifecycle.guards import FEE_SETTLED
from ..models import FeeLine
from ..notifications.outbox import post
from ..payments.orders import told, total_of
from .deliver_act import deliver_act


@transaction.atomic
def enter_fee_amount(
    *,
    line: FeeLine,
    amount: Decimal,
    basis: str,
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> FeeLine:
    """Enter `amount` in dirhams; `basis`: number and date of the fiscal order. It may be mended until it is paid.

    Raises `Invalid` (`amount_wrong`, `basis_missing`), `Conflict` (`rate_published`, `paid_already`), `NotAllowed`.
    """
    order = line.order
    dossier = lock(order.dossier, at=at)
    line.refresh_from_db()
    if journal.recorded(dossier, idempotency_key):
        return line
    if amount < 0 or amount != amount.quantize(Decimal("0.01")):
        raise Invalid(_("Enter an amount in dirhams, with two decimals at most."), code="amount_wrong")
    if not basis.strip():
        raise Invalid(_("Name the fiscal order: its number and date."), code="basis_missing")
    if line.amount is not None and line.entered_by_id is None:
        raise Conflict(_("This amount follows from the published rate."), code="rate_published")
    if hasattr(order, "payment"):
        raise Conflict(_("This order is paid already."), code="paid_already")
    apply(
        dossier=dossier,
        transition="enter_fee_amount",
        actor=actor,
        at=at,
        facts={"fee_order": order.number, "line": line.code, "amount": f"{amount:.2f}", "basis": basis},
        idempotency_key=idempotency_key,
    )
    line.amount, line.basis, line.entered_by = amount, basis[:300], actor
    line.save(update_fields=["amount", "basis", "entered_by"])
    if FEE_SETTLED.holds(Case(dossier, at)):
        deliver_act(dossier=dossier, at=at)
    elif total_of(order) is not None:
        post(dossier, "fee_known", at=at, facts=told(order), once=f"order:{order.pk}:{total_of(order)}")
    return line
