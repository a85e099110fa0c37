"""A commune's own facts about a procedure: rates, office, hours, online filing; dated, append-only, one for all languages."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .key import ProcedureKey


class LocalPublicationQuerySet(models.QuerySet["LocalPublication"]):
    def in_force(self, *, at: datetime) -> LocalPublicationQuerySet:
        """Newest first: the first row is the one in force at `at`."""
        return self.filter(since__lte=at).order_by("-since", "-pk")


class LocalPublication(models.Model):
    """`facts` (all keys optional):

    `online` (bool), `office` / `hours` / `contact` ({ar, fr, zgh}), `rates` ({fee code: dirhams as text}), `order`
    (the fiscal order's number and date), `one_negative_blocks` (bool), `bodies` (kinds consulted in the commune's circuit),
    `term` ({amount, unit, source}: only where the version leaves the term to the commune).
    """

    commune = models.ForeignKey(
        "territory.Commune", models.PROTECT, related_name="local_publications", verbose_name=_("commune")
    )
    key = models.ForeignKey(
        ProcedureKey, models.PROTECT, related_name="local_publications", verbose_name=_("procedure")
    )
    since = models.DateTimeField(_("from"))
    facts = models.JSONField(_("local facts"), default=dict)
    published_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("published by")
    )

    objects: ClassVar[models.Manager[LocalPublication]] = LocalPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("local publication")
        verbose_name_plural = _("local publications")
        indexes = [models.Index(fields=["commune", "key", "-since"], name="procedures_local_in_force")]

    def __str__(self) -> str:
        return f"{self.key} - {self.commune} ({self.since})"
