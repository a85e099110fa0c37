"""Sessions of a single desk or a planning committee, and site visits: where and when bodies speak (RGC 17-35, 42-44).

A session decides nothing: it closes, and its minutes list each opinion. One sitting serves many communes.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .dossier import Dossier


class CommissionSession(models.Model):
    """One sitting of one review body on one local day. `minutes`: what was said beside the individual opinions."""

    review_body = models.ForeignKey(
        "territory.ReviewBody",
        models.PROTECT,
        related_name="sessions",
        verbose_name=_("review body"),
    )
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("opened by"),
    )
    opened_at = models.DateTimeField(_("opened on"))

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["review_body", "held_on"], name="tracking_session_one_a_day")]

    def __str__(self) -> str:
        return f"{self.review_body} {self.held_on}"


class AgendaItem(models.Model):
    """One dossier on the agenda of one session; it closes with the minutes of that dossier (RGC 34)."""

    session = models.ForeignKey(
        CommissionSession,
        models.PROTECT,
        related_name="agenda",
        verbose_name=_("session"),
    )
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="agenda_items", verbose_name=_("dossier"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    minutes = models.TextField(_("minutes"), blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "round"],
                name="tracking_agenda_item_once_a_round",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.dossier}"


class SiteVisit(models.Model):
    """One appointment on the ground. A new date replaces an open one (`replaced_at`); `reported_at` closes it."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="visits", verbose_name=_("dossier"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("scheduled by"),
    )
    scheduled_at = models.DateTimeField(_("scheduled on"))
    replaced_at = models.DateTimeField(_("replaced on"), null=True, blank=True)
    report = models.TextField(_("report"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    reported_at = models.DateTimeField(_("reported on"), null=True, blank=True)

    class Meta:
        verbose_name = _("site visit")
        verbose_name_plural = _("site visits")
        ordering = ["dossier", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="tracking_visit_hours_in_order",
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(reported_at__isnull=True, replaced_at__isnull=True),
                name="tracking_visit_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} {self.starts_at}"
