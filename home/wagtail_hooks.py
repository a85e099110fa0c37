"""The CMS as an editor of a commune needs it: the portal's colours, their own pages first, nothing that leads outside."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.action_menu import SubmitForModerationMenuItem as SubmitSnippetMenuItem

from procedures.models import ProcedurePage

from .editing import PlacesPanel
from .models import HomePage, MunicipalityPage, ProvincePage
from .moderation import posted
from .moderation.deciding import decide, submit_translation
from .moderation.waiting import WaitingPanel
from .reports import CoverageReportView

# Reports count pages of the whole country, and help is in English on another site.
_LEFT_OUT = frozenset({"help", "reports"})
# Said in the portal's own words by the panel of what waits.
_PANELS_LEFT_OUT = frozenset({"user_objects_in_workflow_moderation", "workflow_objects_to_moderate"})


@hooks.register("insert_global_admin_css")
def portal_colours() -> SafeString:
    sheets = ("css/fonts.css", "css/cms.css")
    return SafeString("").join(format_html('<link rel="stylesheet" href="{}">', static(sheet)) for sheet in sheets)


@hooks.register("construct_homepage_panels")
def own_pages_first(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in _PANELS_LEFT_OUT]
    panels[:0] = [WaitingPanel(), PlacesPanel()]


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


@hooks.register("register_admin_urls")
def coverage_report() -> list[URLPattern]:
    return [path("reports/coverage/", CoverageReportView.as_view(), name="coverage_report")]


@hooks.register("register_admin_menu_item")
def coverage_in_the_menu() -> MenuItem:
    address = reverse_lazy("coverage_report")
    return MenuItem(_("Languages of the communes"), address, name="coverage", icon_name="globe", order=320)


# Before wagtail-localize's, which answer instead of the editor.
_FIRST = -100
hooks.register("before_edit_page", posted.before_page, order=_FIRST)
hooks.register("before_edit_snippet", posted.before_editor, order=_FIRST)
hooks.register("before_create_page", posted.before_new_page, order=_FIRST)
hooks.register("before_create_snippet", posted.before_new_snippet, order=_FIRST)


@hooks.register("register_admin_urls")
def addresses_of_approval() -> list[URLPattern]:
    return [
        path("proposals/<int:task_state_id>/", decide, name="decide_proposal"),
        path("translations/<int:translation_id>/submit/", submit_translation, name="submit_translation"),
    ]


class SubmitToProvince(SubmitForModerationMenuItem):
    """To whom a commune's editor submits."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "label": _("Submit to the province")}


class SubmitToSecondEditor(SubmitSnippetMenuItem):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "label": _("Submit to a second editor")}


@hooks.register("construct_page_action_menu")
def submit_to_the_province(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    items[:] = [SubmitToProvince(item.order) if type(item) is SubmitForModerationMenuItem else item for item in items]


@hooks.register("construct_snippet_action_menu")
def submit_to_a_second_editor(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    items[:] = [SubmitToSecondEditor(item.order) if type(item) is SubmitSnippetMenuItem else item for item in items]
