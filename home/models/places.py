"""Pages of places: a province with its communes, a municipality with its desks, alerts, plans and procedures.

What concerns the place and not a language is typed on its page in Arabic (`home.place_facts`).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.kernel.now import now

from ..place_blocks import AlertBlock, DeskBlock, PlanBlock
from ..place_facts import PlaceForm, carries_facts, facts_of, plans_of


def alerts_field() -> StreamField:
    """The alerts of a place, or of the whole portal."""
    return StreamField([("alert", AlertBlock())], blank=True, max_num=5, verbose_name=_("alerts (closure, outage)"))


class ProvincePage(Page):
    province = models.ForeignKey("territory.Province", models.PROTECT, related_name="pages", verbose_name=_("province"))
    introduction = RichTextField(_("introduction"), features=["bold", "ol", "ul", "link"], blank=True)
    alerts = alerts_field()

    # Read with the page by the router.
    found_with = ("province",)

    base_form_class = PlaceForm
    template = "home/province_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.MunicipalityPage", "home.ContentPage", "home.NewsPage"]
    content_panels = [*Page.content_panels, FieldPanel("alerts"), FieldPanel("introduction")]
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
        from ..municipality import province_board
        from ..places import latest_news, open_municipalities

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["municipalities"] = open_municipalities(self)
        context["board"] = province_board(self.province, at=now())
        context["news"] = latest_news(self)
        context["trail"] = [(_("Home"), "../")]
        return context


class MunicipalityPage(Page):
    commune = models.ForeignKey("territory.Commune", models.PROTECT, related_name="pages", verbose_name=_("commune"))
    introduction = RichTextField(_("introduction"), features=["bold", "ol", "ul", "link"], blank=True)
    alerts = alerts_field()
    desks = StreamField([("desk", DeskBlock())], blank=True, max_num=8, verbose_name=_("desks and their hours"))
    plans = StreamField([("plan", PlanBlock())], blank=True, max_num=20, verbose_name=_("planning documents"))
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True, help_text=_("For example 31.51472.")
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("For example -5.53278: with the minus sign."),
    )

    # Read with the page by the router.
    found_with = ("commune__province",)

    base_form_class = PlaceForm
    template = "home/municipality_page.html"
    parent_page_types = ["home.ProvincePage"]
    subpage_types = ["procedures.ProcedurePage", "home.ContentPage", "home.NewsPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("alerts"),
        FieldPanel("desks"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading=_("Where the town hall lies"),
        ),
        FieldPanel("plans"),
        FieldPanel("introduction"),
    ]
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
        from ..municipality import seen_at

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        preview = getattr(request, "is_preview", False) and carries_facts(self)
        context["place"] = seen_at(self, at=now(), typed=(facts_of(self), plans_of(self)) if preview else None)
        context["trail"] = [(_("Home"), "../../"), (self.commune.province.name, "../")]
        return context
