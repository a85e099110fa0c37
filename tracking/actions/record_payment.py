"""The revenue officer records a payment with the number of its quittance; the act is delivered at once (law 47-06)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict, Invalid, Refused

from ..lifecycle.apply import apply, lock
from ..models import FeeOrder, Payment
from ..payments.orders import total_of
from .deliver_act import deliver_act


@transaction.atomic
def record_payment(
    *,
    order: FeeOrder,
    means: str,
    amount: Decimal,
    quittance_number: str,
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> Payment:
    """Record the payment of the whole order; the same quittance again changes nothing.

    Raises `Invalid` (`means_unknown`, `quittance_missing`, `quittance_taken`, `amount_wrong`), `Refused`
    (`amount_unknown`, `exempt`), `Conflict` (`paid_already`, `state_changed`), `NotAllowed`.
    """
    dossier = lock(order.dossier, at=at)
    quittance = quittance_number.strip()
    existing = Payment.objects.filter(order=order).first()
    if existing is not None and existing.quittance_number == quittance:
        return existing
    if existing is not None:
        raise Conflict(_("This order is paid already."), code="paid_already")
    _check(order, means, amount, quittance)
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                order=order,
                means=means,
                amount=amount,
                quittance_number=quittance,
                received_by=actor,
                received_at=at,
            )
    except IntegrityError as taken:
        raise Invalid(_("This quittance number was used for another payment."), code="quittance_taken") from taken
    apply(
        dossier=dossier,
        transition="record_payment",
        actor=actor,
        at=at,
        facts={
            "fee_order": order.number,
            "amount": f"{amount:.2f}",
            "means": str(means),
            "quittance": quittance,
        },
        idempotency_key=idempotency_key,
    )
    deliver_act(dossier=dossier, at=at)
    return payment


def _check(order: FeeOrder, means: str, amount: Decimal, quittance: str) -> None:
    if means not in Payment.Means.values:
        raise Invalid(_("Say how it was paid."), code="means_unknown")
    if not quittance:
        raise Invalid(_("Enter the number of the quittance."), code="quittance_missing")
    if order.exempt:
        raise Refused(_("Nothing is due: this request is exempt."), code="exempt")
    total = total_of(order)
    if total is None:
        raise Refused(_("Enter the amount due first."), code="amount_unknown")
    if amount != total:
        raise Invalid(_("The amount paid is not the amount due."), code="amount_wrong")
