"""What a place says of itself: desks with their hours, contacts, position, alerts; dated, append-only, one for all languages."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .place import Commune, Province


class PlacePublicationQuerySet(models.QuerySet["PlacePublication"]):
    def in_force(self, *, at: datetime) -> PlacePublicationQuerySet:
        """Those that hold at the moment `at`: one for a place at most."""
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)

    def around(self, *, commune: Commune | None = None, province_id: int | None = None) -> PlacePublicationQuerySet:
        """The commune's own, its province's and the portal's."""
        place = Q(commune=None, province=None)
        if commune is not None:
            place |= Q(commune=commune) | Q(province=commune.province_id)
        if province_id is not None:
            place |= Q(province=province_id)
        return self.filter(place)


class PlacePublication(models.Model):
    """Of a commune, of a province, or (with neither) of the whole portal. `facts`, all keys optional:

    `desks` (of a commune: list of {name, place: {ar, fr, zgh}, phone, email, hours, ramadan: [{days: [0..6], opens,
    closes: "HH:MM"}]}), `position` ({latitude, longitude} as text), `alerts` (list of {text: {ar, fr, zgh}, from, until:
    ISO days, both included, closed: bool}).
    """

    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("commune")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("province")
    )
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    facts = models.JSONField(_("local facts"), default=dict)

    objects: ClassVar[models.Manager[PlacePublication]] = PlacePublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication of a place")
        verbose_name_plural = _("publications of places")
        indexes = [models.Index(fields=["commune", "province", "-since"], name="territory_place_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=Q(commune__isnull=True) | Q(province__isnull=True), name="territory_place_one_place"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="territory_place_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["commune"], condition=Q(until=None, commune__isnull=False), name="territory_place_one_a_commune"
            ),
            models.UniqueConstraint(
                fields=["province"],
                condition=Q(until=None, province__isnull=False),
                name="territory_place_one_a_province",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune or self.province or '-'} ({self.since})"
