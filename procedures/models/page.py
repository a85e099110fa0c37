"""A municipality's publication of a procedure: a thin page that shows the version in force and the commune's own facts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page

from .key import ProcedureKey


class ProcedurePage(Page):
    """`facts` is what the editor last typed (shape: `LocalPublication.facts`), on the page where `carries_facts` is true."""

    commune = models.ForeignKey(
        "territory.Commune", models.PROTECT, related_name="procedure_pages", verbose_name=_("commune")
    )
    key = models.ForeignKey(ProcedureKey, models.PROTECT, related_name="pages", verbose_name=_("procedure"))
    carries_facts = models.BooleanField(_("the commune's facts are written here"), default=False, editable=False)
    facts = models.JSONField(_("local facts"), default=dict, blank=True, editable=False)
    notes = RichTextField(_("notes of the commune"), features=["bold", "ol", "ul", "link"], blank=True)

    parent_page_types = ["home.MunicipalityPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page of a procedure")
        verbose_name_plural = _("pages of procedures")
