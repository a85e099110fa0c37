"""Gapless numbers: one row a series, raised inside the transaction that uses the number."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """The last number given in one series (for example `act/08.577.01.11/2026/repair`)."""

    series = models.CharField(_("series"), max_length=120, unique=True)
    last = models.PositiveBigIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"

    @classmethod
    def take(cls, series: str) -> int:
        """The next number of `series`, from 1.

        Must be called inside the transaction that writes the row bearing the number: if that is rolled back the number
        is given again, so none is skipped. Raises `TransactionManagementError` outside a transaction.
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("a number is taken inside the transaction that uses it")
        cls.objects.get_or_create(series=series)
        row = cls.objects.select_for_update().get(series=series)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last
