"""Pages of plain words: explanations and news of the portal, a province or a municipality."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from procedures.overtaken import PageForm

PARENTS = ["home.HomePage", "home.ProvincePage", "home.MunicipalityPage"]
# Under the root of the tree.
_HOME_DEPTH = 2
FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link", "image"]


def _above(page: Page) -> list[tuple[Any, str]]:
    """The trail of a page: the home, and the place it stands under."""
    parent = page.get_parent()
    home = (_("Home"), "../" * (page.depth - _HOME_DEPTH))
    return [home] if parent.depth == _HOME_DEPTH else [home, (parent.title, "../")]


class ContentPage(Page):
    body = RichTextField(_("text"), features=FEATURES, blank=True)

    base_form_class = PageForm
    template = "home/content_page.html"
    parent_page_types = PARENTS
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "trail": _above(self)}


class NewsPage(Page):
    """`day` is the local day shown to readers."""

    day = models.DateField(_("day"))
    body = RichTextField(_("text"), features=FEATURES, blank=True)

    base_form_class = PageForm
    template = "home/content_page.html"
    parent_page_types = PARENTS
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("day"), FieldPanel("body")]

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "trail": _above(self)}
