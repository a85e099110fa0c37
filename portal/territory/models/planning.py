"""The planning documents of a commune with their dates, and the numbers of the planning law (12-90 art. 21-27, 45-46)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .day import DecreedDay
from .place import Commune


class PlanningDocumentQuerySet(models.QuerySet["PlanningDocument"]):
    def as_published(self, *, at: datetime) -> PlanningDocumentQuerySet:
        """Those that the commune's page told at the moment `at`."""
        return self.filter(Q(told_until=None) | Q(told_until__gt=at), told_since__lte=at)


class PlanningDocument(models.Model):
    """One document of one commune, as its page tells it since `told_since`; a change ends the row and adds the next.

    `study_published_on` is the day the study order was published, from which its months run (art. 21).
    """

    class Kind(models.TextChoices):
        DEVELOPMENT_PLAN = "development_plan", _("Development plan")
        ZONING_PLAN = "zoning_plan", _("Zoning plan")
        RURAL_PLAN = "rural_plan", _("Development plan of a rural centre")
        NO_PLAN = "no_plan", _("No plan covers it")

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="planning_documents", verbose_name=_("commune"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    title_ar = models.CharField(_("title in Arabic"), max_length=200, blank=True)
    perimeter_fr = models.CharField(_("perimeter in French"), max_length=300, blank=True)
    perimeter_ar = models.CharField(_("perimeter in Arabic"), max_length=300, blank=True)
    study_published_on = models.DateField(_("study order published on"), null=True, blank=True)
    study_renewed_on = models.DateField(_("study order renewed on"), null=True, blank=True)
    inquiry_closed_on = models.DateField(_("public inquiry closed on"), null=True, blank=True)
    approved_on = models.DateField(_("approval published on"), null=True, blank=True)
    ended_on = models.DateField(_("no longer counts from"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=10, choices=DecreedDay.Confidence.choices)
    told_since = models.DateTimeField(_("published on"))
    told_until = models.DateTimeField(_("published until"), null=True, blank=True)

    objects: ClassVar[models.Manager[PlanningDocument]] = PlanningDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("planning document")
        verbose_name_plural = _("planning documents")
        ordering = ["commune", "-told_since", "pk"]
        indexes = [models.Index(fields=["commune", "-told_since"], name="territory_planning_told")]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_until__isnull=True) | Q(told_until__gte=F("told_since")),
                name="territory_planning_told_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} - {self.commune}"


class PlanningRule(models.Model):
    """One number of the planning law: `code` as in `data/planning_rules.csv`; dated, so that what held is still known."""

    code = models.CharField(_("rule"), max_length=40)
    amount = models.DecimalField(_("amount"), max_digits=9, decimal_places=2)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=10, choices=DecreedDay.Confidence.choices)

    class Meta:
        verbose_name = _("planning rule")
        verbose_name_plural = _("planning rules")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="territory_planning_rule_one_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="territory_planning_rule_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount}"
