"""Invented requests kept with a procedure, with the outcome expected of them: played before each publication.

They are no law and no person's: a case lives outside the versions and in no register.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.context import current_language

from ..conditions import Place
from .blocks import KEY
from .key import ProcedureKey


class RehearsalCase(models.Model):
    """`answers`: typed answers by the key of their question. `rates`: dirhams by the code of the fee, as text.

    `expected`: an outcome (`procedures.rehearsal.Outcome.to_plain`); empty until an editor has taken one. `loaded`: what a
    catalogue file last brought in, so that an editor's change is told from its own. The place is the commune's, or the
    facts beside it.
    """

    key = models.ForeignKey(
        ProcedureKey, models.CASCADE, related_name="rehearsal_cases", verbose_name=_("procedure"), editable=False
    )
    code = models.CharField(_("code"), max_length=40, validators=[KEY])
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    active = models.BooleanField(_("played before each publication"), default=True)
    commune = models.ForeignKey(
        "territory.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    urban = models.BooleanField(_("the municipality is urban"), default=True)
    population = models.PositiveIntegerField(
        _("inhabitants"), null=True, blank=True, validators=[MaxValueValidator(10_000_000)]
    )
    filed_on = models.DateField(_("day of filing"))
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    rates = models.JSONField(_("rates of the commune"), default=dict, blank=True)
    expected = models.JSONField(_("expected outcome"), default=dict, blank=True, editable=False)
    loaded = models.JSONField(_("as last loaded"), default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("rehearsal case")
        verbose_name_plural = _("rehearsal cases")
        ordering = ["key", "code"]
        constraints = [models.UniqueConstraint(fields=["key", "code"], name="procedures_case_code_unique")]

    def __str__(self) -> str:
        return self.name_ar if current_language() == "ar" else self.name_fr

    @property
    def place(self) -> Place:
        """Where it is filed: the commune, or one of the facts alone."""
        if self.commune is not None:
            return Place.of(self.commune)
        return Place(code="", urban=self.urban, province_code="", region_code="", population=self.population)
