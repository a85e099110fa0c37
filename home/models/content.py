"""Pages of plain words: explanations and news of the portal, a province or a municipality."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

PARENTS = ["home.HomePage", "home.ProvincePage", "home.MunicipalityPage"]
FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link", "image"]


class ContentPage(Page):
    body = RichTextField(_("text"), features=FEATURES, blank=True)

    template = "home/content_page.html"
    parent_page_types = PARENTS
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class NewsPage(Page):
    """`day` is the local day shown to readers."""

    day = models.DateField(_("day"))
    body = RichTextField(_("text"), features=FEATURES, blank=True)

    template = "home/content_page.html"
    parent_page_types = PARENTS
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("day"), FieldPanel("body")]

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")
