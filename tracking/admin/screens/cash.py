"""The cash desk: amounts from the fiscal order, quittances, delivery (law 47-06; RGC 28)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict
from portal.kernel.written import TypedDecimalField
from procedures.snapshot import Text

from ...actions.deliver_act import deliver_act
from ...actions.enter_fee_amount import enter_fee_amount
from ...actions.record_payment import record_payment
from ...lifecycle.case import Case
from ...models import FeeLine, FeeOrder, Payment
from ...payments.orders import total_of
from .base import ActionForm, Done


def open_lines(case: Case) -> list[FeeLine]:
    """The lines whose amount the revenue officer enters, or may still mend."""
    order = case.fee_order
    if order is None or order.exempt or hasattr(order, "payment"):
        return []
    return [line for line in order.lines.order_by("pk") if line.amount is None or line.entered_by_id is not None]


class DirhamsField(TypedDecimalField):
    """An amount as the till types it: `450,50` or `450.50`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_digits=12, decimal_places=2, **options)


class EnterAmount(ActionForm):
    name = "enter-amount"
    transitions = ("enter_fee_amount",)
    title = _("Enter the amount due")
    intro = _("The commune has published no rate for this: enter the amount from its fiscal order.")
    button = _("Enter the amount due")

    basis = forms.CharField(label=_("Fiscal order: number and date"), max_length=300)

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        return bool(open_lines(case))

    def prepare(self) -> None:
        self.lines = open_lines(self.case)
        for line in self.lines:
            self.fields[f"amount_{line.pk}"] = DirhamsField(
                label=Text(**line.label).read(self.language).words, help_text=_("In dirhams."), initial=line.amount
            )
        self.order_fields([f"amount_{line.pk}" for line in self.lines])

    def perform(self) -> Done:
        if not self.lines:
            raise Conflict(_("This order is paid already."), code="paid_already")
        key = self.idempotency_key
        for line in self.lines:
            enter_fee_amount(
                line=line,
                amount=self.cleaned_data[f"amount_{line.pk}"],
                basis=self.cleaned_data["basis"],
                actor=self.actor,
                at=self.at,
                idempotency_key=f"{key}:{line.pk}"[:80] if key else None,
            )
        return Done(_("The amount is entered; the applicant is told."))


class RecordPayment(ActionForm):
    name = "record-payment"
    transitions = ("record_payment",)
    title = _("Record the payment")
    intro = _("The act is delivered at once.")
    button = _("Record the payment and deliver")

    means = forms.ChoiceField(label=_("Means"), choices=Payment.Means.choices, widget=forms.RadioSelect)
    amount = DirhamsField(label=_("Amount received, in dirhams"))
    quittance_number = forms.CharField(
        label=_("Number of the quittance"), max_length=60, widget=forms.TextInput(attrs={"dir": "ltr"})
    )

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        order = case.fee_order
        return order is not None and not order.exempt and not hasattr(order, "payment") and total_of(order) is not None

    def prepare(self) -> None:
        order = self.case.fee_order
        self.fields["amount"].initial = total_of(order) if order else None

    def perform(self) -> Done:
        order: FeeOrder | None = self.case.fee_order
        if order is None:
            raise Conflict(_("Nothing is due on this file yet."), code="no_order")
        data = self.cleaned_data
        record_payment(
            order=order,
            means=data["means"],
            amount=data["amount"],
            quittance_number=data["quittance_number"],
            actor=self.actor,
            at=self.at,
            idempotency_key=self.idempotency_key,
        )
        return Done(_("The payment is recorded and the act is delivered."))


class Deliver(ActionForm):
    name = "deliver"
    transitions = ("deliver",)
    title = _("Deliver")
    intro = _("Nothing is left to pay: the act takes effect from its delivery.")
    button = _("Deliver the act")

    def perform(self) -> Done:
        deliver_act(**self.common)
        return Done(_("The act is delivered."))
