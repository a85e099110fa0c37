"""The right to act for another: given by the owner, dated, revocable (RGC 30: identity or mandate is proven at filing)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mandate(models.Model):
    """`given_by` lets `given_to` file and follow in their name for one commune, or everywhere if none is named.

    `founded_on`: the written act shown to whoever recorded it, with its date and who legalised it.
    """

    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates_given", verbose_name=_("given by")
    )
    given_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates_held", verbose_name=_("given to")
    )
    commune = models.ForeignKey(
        "territory.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    founded_on = models.CharField(_("act of mandate"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    given_at = models.DateTimeField(_("given on"))
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.CheckConstraint(condition=~Q(given_by=models.F("given_to")), name="accounts_mandate_to_another")
        ]

    def __str__(self) -> str:
        return f"{self.given_by} - {self.given_to}"
