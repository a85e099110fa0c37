"""The delays that no version holds, and how a term is counted where only its length is given: dated and sourced.

The term of a procedure stands in its version; the stages of its circuit too. What is common to all procedures (one
working day to contest a piece, five for reservations) is a row here; the row in force on the filing date holds.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    def in_force(self, *, on: date) -> DatedQuerySet[Row]:
        """Rows whose dates include the local day `on`, newest first."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on).order_by(
            "-valid_from"
        )

    def first_gap(self, *, since: date) -> date | None:
        """The first day from `since` on on which none of the rows is in force; `None` where there is none."""
        day = since
        for row in self.order_by("valid_from").values_list("valid_from", "valid_until"):
            begins, ends = row
            if begins > day:
                return day
            if ends is None:
                return None
            day = max(day, ends + timedelta(days=1))
        return day


class LegalDelay(models.Model):
    """`code`: the word the rules ask for (`contest_piece`, `lift_reservations`...); `amount` in `unit`."""

    class Unit(models.TextChoices):
        WORKING_DAYS = "working_days", _("working days")
        CALENDAR_DAYS = "calendar_days", _("days")
        MONTHS = "months", _("months")

    code = models.CharField(_("delay"), max_length=40)
    amount = models.PositiveSmallIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=14, choices=Unit.choices)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=10)

    objects: ClassVar[models.Manager[LegalDelay]] = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal delay")
        verbose_name_plural = _("legal delays")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="tracking_legal_delay_one_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="tracking_legal_delay_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount} {self.get_unit_display()}"


class CountingRule(models.Model):
    """How a term is counted whose length alone is given. `code`: whose term (`commune_term`); events as in `clock.terms`.

    A commune publishes a number of days for what no national text gives a term; how days are counted is not its to say.
    """

    class StartEvent(models.TextChoices):
        COMPLETE_FILING = "complete_filing", _("filing of the complete file")
        FILING = "filing", _("filing")

    class StopEvent(models.TextChoices):
        NOTIFIED = "notified", _("notification of the decision")
        SIGNED = "signed", _("signature of the decision")

    code = models.CharField(_("term"), max_length=40)
    start_event = models.CharField(_("starts at"), max_length=20, choices=StartEvent.choices)
    stop_event = models.CharField(_("stops at"), max_length=20, choices=StopEvent.choices)
    franc = models.BooleanField(_("first and last day not counted"))
    carry_over = models.BooleanField(_("a last day off moves to the next working day"))
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=10)

    objects: ClassVar[models.Manager[CountingRule]] = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("counting rule")
        verbose_name_plural = _("counting rules")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="tracking_counting_rule_one_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="tracking_counting_rule_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"
