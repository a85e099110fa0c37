"""The fee order of a dossier: computed from the version's rules and the commune's rates of the filing date (law 47-06).

A rate the commune has not published leaves its amount empty until the revenue officer enters it from the fiscal order.
The order is issued with the notified decision; opinions never wait for a payment (RGC 28).
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from portal.kernel.models import Counter
from portal.kernel.now import local_date
from procedures.conditions import Place
from procedures.law import fees_due

from ..models import Dossier, FeeLine, FeeOrder


def issue_order(dossier: Dossier, *, at: datetime) -> FeeOrder:
    """The order of `dossier` and its lines; the one that exists already on a second call.

    Raises `TransactionManagementError` outside a transaction.
    """
    existing = dossier.fee_orders.filter(period="").first()
    if existing is not None:
        return existing
    snapshot, facts = dossier.version.snapshot, dossier.local.facts if dossier.local else {}
    lines = fees_due(snapshot, dossier.answers, Place.of(dossier.commune), facts.get("rates") or {})
    sources = {rule.code: rule.origin.source for rule in snapshot.fees}
    exempt = bool(lines) and all(line.exempt for line in lines)
    order = FeeOrder.objects.create(
        dossier=dossier,
        number=_take_number(dossier, at),
        issued_at=at,
        exempt=exempt,
        reason="; ".join(sources[line.code] or line.code for line in lines)[:300] if exempt else "",
    )
    FeeLine.objects.bulk_create(
        FeeLine(
            order=order,
            code=line.code,
            label=asdict(line.label),
            quantity=Decimal(1) if line.quantity is None else line.quantity,
            periods=line.periods,
            rate=line.rate,
            amount=line.amount,
            payee=line.payee,
            basis=(sources[line.code] if line.exempt else str(facts.get("order") or ""))[:300],
        )
        for line in lines
    )
    return order


def _take_number(dossier: Dossier, at: datetime) -> str:
    year, place = local_date(at).year, dossier.commune.code.replace(".", "")
    return f"{place}-F-{year}-{Counter.take(f'fee/{place}/{year}'):06d}"


def total_of(order: FeeOrder) -> Decimal | None:
    """What is to be paid, in dirhams; `None` while one amount is unknown."""
    if order.exempt:
        return Decimal(0)
    total = Decimal(0)
    for amount in order.lines.values_list("amount", flat=True):
        if amount is None:
            return None
        total += amount
    return total


def told(order: FeeOrder) -> dict[str, object]:
    """What a notice says of the amount: plain values."""
    total = total_of(order)
    return {"amount": f"{total:.2f}" if total else None, "amount_unknown": total is None}
