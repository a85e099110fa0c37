"""What pages, versions, drafts, dossiers and fee orders refer to: one key a procedure, the same in every language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProcedureKey(models.Model):
    """`code` is the catalogue's (`U6`); `slug` is the same ASCII address word in every language."""

    class Family(models.TextChoices):
        URBANISM = "urbanism", _("Urbanism")
        ECONOMIC = "economic", _("Economic activity")
        OCCUPATION = "occupation", _("Occupation of public ground")
        NETWORK = "network", _("Networks and works in the public way")

    code = models.CharField(_("code"), max_length=12, unique=True)
    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    family = models.CharField(_("family"), max_length=12, choices=Family.choices)
    source_locale = models.ForeignKey(
        "wagtailcore.Locale", models.PROTECT, related_name="+", verbose_name=_("written in")
    )

    class Meta:
        verbose_name = _("procedure key")
        verbose_name_plural = _("procedure keys")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
