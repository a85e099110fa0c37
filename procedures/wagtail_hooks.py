"""The catalogue of procedures in the CMS, for law editors only: snippet permissions are per model, so no one else has any."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from portal.kernel.now import today

from . import po_files, recordings
from .editing import EDIT_HANDLER
from .models import Procedure
from .rehearsing import CasesView, CaseView
from .reports import LawReportView, may_see_law
from .version_list import VersionsView
from .versions import version_in_force
from .withdrawing import LOG_ACTION, WithdrawalFormatter, WithdrawView


class ProcedureEditView(EditView):
    """The editor, with the ways to what a publication would change, to its rehearsal, and to withdraw a procedure."""

    @property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_more_buttons
        procedure = self.object
        for name, label, icon in (
            ("versions", _("What this publication would change"), "history"),
            ("cases", _("Rehearsal"), "tasks"),
        ):
            address = reverse(procedure.snippet_viewset.get_url_name(name), args=[procedure.pk])
            buttons.append(Button(label, url=address, icon_name=icon, priority=30))
        if (
            procedure.is_source
            and self.user_has_permission("change")
            and version_in_force(procedure.key, on=today()) is not None
        ):
            name = procedure.snippet_viewset.get_url_name("withdraw")
            address = reverse(name, args=[procedure.pk])
            buttons.append(Button(_("Withdraw the procedure"), url=address, icon_name="cross", priority=40))
        return buttons


class ProcedureViewSet(SnippetViewSet):
    model = Procedure
    icon = "doc-full"
    menu_label = _("Procedures")
    add_to_admin_menu = True
    list_display = ["key", "title", "act", "live"]
    ordering = ["key__code"]
    copy_view_enabled = False
    edit_handler = EDIT_HANDLER
    edit_view_class = ProcedureEditView

    def get_urlpatterns(self) -> list[URLPattern]:
        case = self.construct_view(CaseView)
        return [
            *super().get_urlpatterns(),
            path("withdraw/<str:pk>/", self.construct_view(WithdrawView), name="withdraw"),
            path("versions/<str:pk>/", self.construct_view(VersionsView), name="versions"),
            path("cases/<str:pk>/", self.construct_view(CasesView), name="cases"),
            path("cases/<str:pk>/add/", case, name="case_add"),
            path("cases/<str:pk>/<int:case>/", case, name="case"),
        ]


register_snippet(ProcedureViewSet)


@hooks.register("register_log_actions")
def withdrawals_in_the_history(actions: Any) -> None:
    actions.register_action(LOG_ACTION)(WithdrawalFormatter)


# Before wagtail-localize, whose address it takes.
@hooks.register("register_admin_urls", order=-1)
def checked_po_files() -> list[URLPattern]:
    return po_files.urls()


@hooks.register("register_admin_urls")
def law_report() -> list[URLPattern]:
    return [path("reports/law/", LawReportView.as_view(), name="law_report")]


class LawReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_law(request)


@hooks.register("register_admin_menu_item")
def law_report_in_the_menu() -> MenuItem:
    address = reverse_lazy("law_report")
    return LawReportItem(_("Law to be confirmed"), address, name="law-report", icon_name="warning", order=310)


@hooks.register("register_admin_urls")
def recordings_urls() -> list[URLPattern]:
    return recordings.urls()


class RecordingsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return recordings.may_record(request.user)


@hooks.register("register_admin_menu_item")
def recordings_in_the_menu() -> MenuItem:
    return RecordingsItem(_("Recordings"), reverse_lazy("recordings"), name="recordings", icon_name="media", order=320)
