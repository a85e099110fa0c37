"""The catalogue of procedures in the CMS, for law editors only: snippet permissions are per model, so no one else has any."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .editing import EDIT_HANDLER
from .models import Procedure


class ProcedureViewSet(SnippetViewSet):
    model = Procedure
    icon = "doc-full"
    menu_label = _("Procedures")
    add_to_admin_menu = True
    list_display = ["key", "title", "act", "live"]
    ordering = ["key__code"]
    copy_view_enabled = False
    edit_handler = EDIT_HANDLER


register_snippet(ProcedureViewSet)
