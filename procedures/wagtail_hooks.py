"""The catalogue of procedures in the CMS, for law editors only: snippet permissions are per model, so no one else has any."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from portal.kernel.now import today

from .editing import EDIT_HANDLER
from .models import Procedure
from .versions import version_in_force
from .withdrawing import LOG_ACTION, WithdrawalFormatter, WithdrawView


class ProcedureEditView(EditView):
    """The editor, with the way to withdraw a procedure in force."""

    @property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_more_buttons
        procedure = self.object
        if (
            procedure.is_source
            and self.user_has_permission("publish")
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
        view = self.construct_view(WithdrawView)
        return [*super().get_urlpatterns(), path("withdraw/<str:pk>/", view, name="withdraw")]


register_snippet(ProcedureViewSet)


@hooks.register("register_log_actions")
def withdrawals_in_the_history(actions: Any) -> None:
    actions.register_action(LOG_ACTION)(WithdrawalFormatter)
