"""The authorities that give opinions, with their jurisdiction, and the bodies that hold sessions (RGC 10-25)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .place import Commune, Province


class Body(models.Model):
    """An authority that may be consulted. Its jurisdiction is the union of its provinces and its communes."""

    class Kind(models.TextChoices):
        COMMUNE = "commune", _("Commune's own services")
        PROVINCE = "province", _("Province")
        URBAN_AGENCY = "urban_agency", _("Urban agency")
        CIVIL_PROTECTION = "civil_protection", _("Civil protection")
        LAND_REGISTRY = "land_registry", _("Land registry")
        WATER_ELECTRICITY = "water_electricity", _("Water and electricity operator")
        TELECOM = "telecom", _("Telecommunications operator")
        LOCAL_AUTHORITY = "local_authority", _("Local authority")
        HYGIENE = "hygiene", _("Communal hygiene office")
        ROADS = "roads", _("Public works and roads")

    code = models.SlugField(_("code"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_zgh = models.CharField(_("name in Amazigh"), max_length=200, blank=True)
    provinces = models.ManyToManyField(Province, blank=True, related_name="bodies", verbose_name=_("provinces"))
    communes = models.ManyToManyField(Commune, blank=True, related_name="bodies", verbose_name=_("communes"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    confidence = models.CharField(_("confidence"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["code"]

    def __str__(self) -> str:
        language = get_language() or "fr"
        if language.startswith("ar"):
            return self.name_ar
        return (self.name_zgh if language == "zgh" else "") or self.name_fr


class ReviewBody(models.Model):
    """A single desk or a provincial committee: it owns sessions, agenda and minutes for its communes (RGC 10, 15, 25)."""

    class Kind(models.TextChoices):
        SINGLE_DESK = "single_desk", _("Single permit desk")
        PROVINCIAL_COMMITTEE = "provincial_committee", _("Provincial planning committee")

    code = models.SlugField(_("code"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    province = models.ForeignKey(Province, models.PROTECT, related_name="review_bodies", verbose_name=_("province"))
    communes = models.ManyToManyField(Commune, related_name="review_bodies", verbose_name=_("communes"))
    seat = models.CharField(_("seat"), max_length=200, blank=True)
    governor_order = models.CharField(_("governor's order"), max_length=200, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("review body")
        verbose_name_plural = _("review bodies")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} - {self.province}"
