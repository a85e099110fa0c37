"""The CMS as an editor of a commune needs it: the portal's colours, their own pages first, nothing that leads outside."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from procedures.models import ProcedurePage

from .editing import PlacesPanel
from .models import HomePage, MunicipalityPage, ProvincePage

# Reports count pages of the whole country, and help is in English on another site.
_LEFT_OUT = frozenset({"help", "reports"})


@hooks.register("insert_global_admin_css")
def portal_colours() -> SafeString:
    sheets = ("css/fonts.css", "css/cms.css")
    return SafeString("").join(format_html('<link rel="stylesheet" href="{}">', static(sheet)) for sheet in sheets)


@hooks.register("construct_homepage_panels")
def own_pages_first(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, PlacesPanel())


# After those of the apps that add a figure.
@hooks.register("construct_homepage_summary_items", order=1000)
def no_figures_of_the_country(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("construct_main_menu")
def short_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _LEFT_OUT]


@hooks.register("before_copy_page")
def pages_that_stand_once(request: HttpRequest, page: Page) -> None:
    """A copy would take the address word of the first, and neither would answer."""
    if issubclass(page.specific_class, (HomePage, ProvincePage, MunicipalityPage, ProcedurePage)):
        raise PermissionDenied
