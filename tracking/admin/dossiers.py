"""The files of the register in the admin: inbox, one file, one screen an act, the queues of those who decide or speak.

Views parse, ask whether the file is theirs to see, call one action and redirect. A refusal by a rule is shown beside the
form, with everything that was typed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.second_factor import is_fresh, require_fresh
from portal.kernel.errors import DomainError
from portal.kernel.now import now

from ..models import Dossier
from ..policies import visible_dossiers
from . import counter, figures, queues
from .inbox import TABS, Asked, Inbox
from .page import Page
from .scoped import ScopedAdmin
from .screens import ActionForm, Done, Offers, find
from .screens.signing import paper_of
from .work import READERS, Desk

EXPORT_AT_MOST: Final = 5000


class Echo:
    """A file that gives back each line as it is written, so that a long list streams."""

    def write(self, line: str) -> str:
        return line


@admin.register(Dossier)
class DossierAdmin(ScopedAdmin):
    roles = READERS

    def scope(self, request: HttpRequest) -> Q:
        return visible_dossiers(request.user)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        wrap = self.admin_site.admin_view
        name = "tracking_dossier"
        return [
            path("", wrap(self.inbox_view), name=f"{name}_changelist"),
            path("export/", wrap(self.export_view), name=f"{name}_export"),
            path("queue/", wrap(queues.decisions), name=f"{name}_queue"),
            path("opinions/", wrap(queues.opinions), name=f"{name}_opinions"),
            path("figures/", wrap(figures.figures), name=f"{name}_figures"),
            path("paper/", wrap(counter.paper_filing), name=f"{name}_paper_filing"),
            path("<int:pk>/act.pdf", wrap(self.paper_view), name=f"{name}_paper"),
            path("<int:pk>/do/<slug:name>/", wrap(self.screen_view), name=f"{name}_screen"),
            path("<int:pk>/change/", wrap(self.file_view), name=f"{name}_change"),
            path("<path:object_id>/history/", wrap(self.history_view), name=f"{name}_history"),
        ]

    def require_reader(self, request: HttpRequest) -> User:
        """The officer, if their role reads files at all."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        assert isinstance(request.user, User)
        return request.user

    def require_dossier(self, request: HttpRequest, pk: int) -> Dossier:
        """The file, if it is theirs to see; nobody is told that a file of another commune exists."""
        rows = self.get_queryset(request).select_related("version", "key", "commune__province", "local", "applicant")
        dossier = rows.filter(pk=pk).first()
        if dossier is None:
            raise Http404
        return dossier

    def context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        """What every page of the desk is given."""
        return {**self.admin_site.each_context(request), "opts": self.opts, "is_nav_sidebar_enabled": False, **more}

    def inbox_view(self, request: HttpRequest) -> HttpResponseBase:
        actor = self.require_reader(request)
        asked = Asked.of(request.GET.dict())
        inbox = Inbox(Desk(actor, now()), asked)
        kept = {"q": asked.words, "commune": asked.commune or ""}
        return TemplateResponse(
            request,
            "admin/tracking/dossier/change_list.html",
            self.context(
                request,
                title=_("Inbox"),
                inbox=inbox,
                asked=asked,
                rows=inbox.page,
                communes=inbox.communes(),
                tabs=[(tab, words, _query(tab=tab, **kept)) for tab, words in TABS.items()],
                next_page=_query(tab=asked.tab, **kept, after=inbox.next) if inbox.next else "",
                first_page=_query(tab=asked.tab, **kept) if asked.after else "",
                export=_query(tab=asked.tab, **kept),
            ),
        )

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The list of the tab as a table to take away: what the screen shows, of the same files, no more."""
        actor = self.require_reader(request)
        inbox = Inbox(Desk(actor, now()), Asked.of(request.GET.dict()))
        response = StreamingHttpResponse(_table(inbox), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="dossiers.csv"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        actor = self.require_reader(request)
        dossier = self.require_dossier(request, pk)
        page = Page(dossier, actor, now(), language=_language(), piece=request.GET.get("piece", ""))
        context = self.context(request, title=dossier.reference, page=page, dossier=dossier)
        return TemplateResponse(request, "admin/tracking/dossier/change_form.html", context)

    def screen_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
        actor = self.require_reader(request)
        dossier = self.require_dossier(request, pk)
        screen = find(name)
        if screen is None:
            raise Http404
        offers = Offers(dossier, actor, now())
        if not offers.may(screen):
            raise PermissionDenied
        here = reverse("admin:tracking_dossier_change", args=[pk])
        if request.method == "POST":
            if screen.fresh and not is_fresh(request):
                # Asked again on a GET, so that no code waits in the session.
                return redirect(request.path)
            return self._do(request, screen, dossier, offers, here)
        if not offers.offers(screen):
            messages.warning(request, str(offers.why_not(screen)))
            return redirect(here)
        if screen.fresh:
            require_fresh(request)
        form = screen(dossier=dossier, actor=actor, at=offers.at)
        return self._shown(request, form, dossier)

    def _do(
        self, request: HttpRequest, screen: type[ActionForm], dossier: Dossier, offers: Offers, here: str
    ) -> HttpResponseBase:
        form = screen(request.POST, request.FILES, dossier=dossier, actor=offers.actor, at=offers.at)
        if not form.is_valid():
            return self._shown(request, form, dossier, status=400)
        try:
            done = form.perform()
        except DomainError as refusal:
            form.add_error(None, str(refusal.sentence))
            # The action may have changed what stands in memory only.
            return self._shown(request, form, self.require_dossier(request, dossier.pk), status=refusal.status)
        messages.success(request, str(done.message))
        return redirect(_then(done, dossier, here))

    def _shown(self, request: HttpRequest, form: ActionForm, dossier: Dossier, *, status: int = 200) -> HttpResponse:
        page = Page(dossier, form.actor, form.at, language=_language())
        context = self.context(request, title=form.title, form=form, page=page, dossier=dossier)
        return TemplateResponse(request, form.template, context, status=status)

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The act that waits for its signature, as it would be sealed: for whoever may sign it."""
        actor = self.require_reader(request)
        dossier = self.require_dossier(request, pk)
        offers = Offers(dossier, actor, now())
        data = paper_of(dossier, actor=actor, case=offers.case)
        return HttpResponse(
            data,
            content_type="application/pdf",
            headers={
                "Content-Disposition": "inline",
                "Cache-Control": "private, no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )


def _language() -> str:
    return "fr" if (get_language() or "").startswith("fr") else "ar"


def _query(**parameters: Any) -> str:
    return "?" + urlencode({name: value for name, value in parameters.items() if value})


def _then(done: Done, dossier: Dossier, here: str) -> str:
    """Where an officer goes on: within the file, to its signature, or to the list they came from."""
    if done.then == "opinions":
        return reverse("admin:tracking_dossier_opinions")
    if done.then == "sign":
        return reverse("admin:tracking_dossier_screen", args=[dossier.pk, "sign"])
    return here + done.then


def _table(inbox: Inbox) -> Iterator[str]:
    """Lines separated by semicolons, with the mark by which a spreadsheet knows the letters."""
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff"
    heads = [
        _("Reference"),
        _("Procedure"),
        _("Applicant"),
        _("Commune"),
        _("State"),
        _("Held by"),
        _("Filed on"),
        _("Due on"),
    ]
    yield writer.writerow(heads)
    for row in inbox.everything(at_most=EXPORT_AT_MOST):
        dossier = row.dossier
        cells = [
            dossier.reference,
            row.title.read(_language()).words,
            dossier.applicant_name,
            str(dossier.commune),
            dossier.get_state_display(),
            dossier.get_holder_display(),
            dossier.filed_at.date().isoformat(),
            row.due.day.isoformat() if row.due.day else "",
        ]
        yield writer.writerow([_harmless(cell) for cell in cells])


def _harmless(cell: str) -> str:
    """A cell that begins like a formula is kept from being one."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
