"""Pages of places: a province with its communes, a municipality with its procedures."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class ProvincePage(Page):
    province = models.ForeignKey("territory.Province", models.PROTECT, related_name="pages", verbose_name=_("province"))
    introduction = RichTextField(_("introduction"), features=["bold", "ol", "ul", "link"], blank=True)

    template = "home/province_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.MunicipalityPage", "home.ContentPage", "home.NewsPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    # Its address is the place's own word, and menus are made by the portal.
    promote_panels: list[FieldPanel] = []
    # Opened by the portal with everything beneath it, in every language.
    is_creatable = False

    class Meta:
        verbose_name = _("province page")
        verbose_name_plural = _("province pages")

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet[ProvincePage]:
        """None: public search reads the territory."""
        return cls.objects.none()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..places import open_municipalities

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["municipalities"] = open_municipalities(self)
        context["trail"] = [(_("Home"), "../")]
        return context


class MunicipalityPage(Page):
    commune = models.ForeignKey("territory.Commune", models.PROTECT, related_name="pages", verbose_name=_("commune"))
    introduction = RichTextField(_("introduction"), features=["bold", "ol", "ul", "link"], blank=True)
    alert = models.CharField(_("alert shown on top (closure, outage)"), max_length=300, blank=True)

    template = "home/municipality_page.html"
    parent_page_types = ["home.ProvincePage"]
    subpage_types = ["procedures.ProcedurePage", "home.ContentPage", "home.NewsPage"]
    content_panels = [*Page.content_panels, FieldPanel("alert"), FieldPanel("introduction")]
    # Its address is the place's own word, and menus are made by the portal.
    promote_panels: list[FieldPanel] = []
    # Opened by the portal with everything beneath it, in every language.
    is_creatable = False

    class Meta:
        verbose_name = _("municipality page")
        verbose_name_plural = _("municipality pages")

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet[MunicipalityPage]:
        """None: public search reads the territory."""
        return cls.objects.none()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..places import published_procedures

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["procedures"] = published_procedures(self)
        context["trail"] = [(_("Home"), "../../"), (self.commune.province.name, "../")]
        return context
