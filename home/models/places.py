"""Pages of places: a province with its communes, a municipality with its procedures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page


class ProvincePage(Page):
    province = models.ForeignKey("territory.Province", models.PROTECT, related_name="pages", verbose_name=_("province"))
    introduction = RichTextField(_("introduction"), features=["bold", "ol", "ul", "link"], blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.MunicipalityPage", "home.ContentPage", "home.NewsPage"]

    class Meta:
        verbose_name = _("province page")
        verbose_name_plural = _("province pages")


class MunicipalityPage(Page):
    commune = models.ForeignKey("territory.Commune", models.PROTECT, related_name="pages", verbose_name=_("commune"))
    introduction = RichTextField(_("introduction"), features=["bold", "ol", "ul", "link"], blank=True)
    alert = models.CharField(_("alert shown on top (closure, outage)"), max_length=300, blank=True)

    parent_page_types = ["home.ProvincePage"]
    subpage_types = ["procedures.ProcedurePage", "home.ContentPage", "home.NewsPage"]

    class Meta:
        verbose_name = _("municipality page")
        verbose_name_plural = _("municipality pages")
