"""Fee orders, their lines by payee, and payments with a quittance number. Payment never precedes opinions (RGC 28)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .dossier import Dossier


class FeeOrder(models.Model):
    """What is due for one dossier and period (empty: once). `exempt`: nothing is due, for the reason given."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="fee_orders", verbose_name=_("dossier"))
    period = models.CharField(_("period"), max_length=12, blank=True)
    number = models.CharField(_("number"), max_length=60, unique=True)
    issued_at = models.DateTimeField(_("issued on"))
    exempt = models.BooleanField(_("exempt"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("fee order")
        verbose_name_plural = _("fee orders")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "period"], name="tracking_fee_order_once_a_period"),
            models.CheckConstraint(
                condition=Q(exempt=False) | ~Q(reason=""),
                name="tracking_fee_order_exempt_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FeeLine(models.Model):
    """One amount in dirhams, computed from the version's rule and the commune's fiscal order, or entered from it.

    `amount` is empty until the revenue officer enters it where the commune has published no rate: it is never invented.
    """

    order = models.ForeignKey(FeeOrder, models.PROTECT, related_name="lines", verbose_name=_("fee order"))
    code = models.CharField(_("rule"), max_length=60)
    label = models.JSONField(_("label"), default=dict)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, default=1)
    periods = models.DecimalField(_("quarters"), max_digits=8, decimal_places=2, null=True, blank=True)
    rate = models.DecimalField(_("rate in dirhams"), max_digits=12, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(_("amount in dirhams"), max_digits=12, decimal_places=2, null=True, blank=True)
    payee = models.CharField(_("payee"), max_length=40, default="commune")
    basis = models.CharField(_("fiscal order"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )

    class Meta:
        verbose_name = _("fee line")
        verbose_name_plural = _("fee lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="tracking_fee_line_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True) | ~Q(basis=""),
                name="tracking_fee_line_entered_from_an_order",
            ),
            models.UniqueConstraint(fields=["order", "code"], name="tracking_fee_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount}"


class Payment(models.Model):
    """A payment recorded by the revenue officer, with the number of its quittance."""

    class Means(models.TextChoices):
        CASH = "cash", _("Cash")
        CHEQUE = "cheque", _("Cheque")
        TRANSFER = "transfer", _("Transfer")

    order = models.OneToOneField(FeeOrder, models.PROTECT, related_name="payment", verbose_name=_("fee order"))
    means = models.CharField(_("means"), max_length=8, choices=Means.choices)
    amount = models.DecimalField(_("amount in dirhams"), max_digits=12, decimal_places=2)
    quittance_number = models.CharField(_("quittance number"), max_length=60, unique=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("received by"),
    )
    received_at = models.DateTimeField(_("received on"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")

    def __str__(self) -> str:
        return self.quittance_number
