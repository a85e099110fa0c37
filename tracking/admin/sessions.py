"""Sittings of the desk or committee: the day, its files, what is still open. Opened and closed through the files' own screens."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from portal.accounts.models import Role, User
from portal.kernel.now import now

from ..models import CommissionSession, Consultation, Dossier
from .inbox import titles_of
from .scoped import ScopedAdmin
from .work import Desk


@admin.register(CommissionSession)
class CommissionSessionAdmin(ScopedAdmin):
    roles = frozenset({Role.CLERK, Role.COMMITTEE_SECRETARY, Role.MEMBER, Role.PRESIDENT, Role.DELEGATE, Role.GOVERNOR})
    list_display = ("held_on", "review_body", "place")
    list_select_related = ("review_body__province",)
    change_list_template = "admin/tracking/change_list.html"

    def scope(self, request: HttpRequest) -> Q:
        """The sittings that had a file on their agenda which the officer may see."""
        visible = Dossier.objects.visible_to(request.user)  # type: ignore[attr-defined]
        return Q(pk__in=CommissionSession.objects.filter(agenda__dossier__in=visible.values("pk")).values("pk"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """The agenda, with the opinions given: only the files the officer may see."""
        session = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if session is None:
            raise Http404
        assert isinstance(request.user, User)
        visible = Dossier.objects.visible_to(request.user)  # type: ignore[attr-defined]
        items = list(
            session.agenda.filter(dossier__in=visible.values("pk")).select_related("dossier__commune").order_by("pk")
        )
        heard: dict[int, list[Consultation]] = {}
        asked = Consultation.objects.filter(dossier__in=[item.dossier_id for item in items])
        for row in asked.select_related("body", "opinion").order_by("pk"):
            heard.setdefault(row.dossier_id, []).append(row)
        titles = titles_of({item.dossier.version_id for item in items})
        rows = [
            (
                item,
                titles[item.dossier.version_id],
                [r for r in heard.get(item.dossier_id, []) if r.round == item.round],
            )
            for item in items
        ]
        convenes = Desk(request.user, now()).convened
        context = {
            **self.admin_site.each_context(request),
            "is_nav_sidebar_enabled": False,
            "opts": self.opts,
            "title": str(session),
            "session": session,
            "rows": rows,
            "convenes": convenes,
        }
        return TemplateResponse(request, "admin/tracking/session.html", context)
