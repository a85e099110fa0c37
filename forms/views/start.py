"""Before the first question, after the last save, and when the rules changed under a draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.kernel.errors import Refused
from portal.kernel.now import now, today
from procedures.conditions import Place
from procedures.law import may_be_asked
from procedures.local import facts_in_force
from procedures.versions import version_in_force

from ..holders import find_draft
from ..moving import changes, move_draft
from ..submission import unanswered_step
from .frame import frame
from .wizard import DOCUMENTS


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What will be needed, how long it takes, and the draft already begun, if any."""
    page, at = request.page, now()
    version = version_in_force(page.key, on=today())
    if version is None:
        raise Refused(_("This procedure cannot be requested at the moment."), code="procedure_not_in_force")
    local = facts_in_force(page.commune, page.key, at=at)
    snapshot, place = version.snapshot, Place.of(page.commune)
    draft = find_draft(request, key=page.key, commune=page.commune, at=at)
    first = snapshot.steps[0].key if draft is None else unanswered_step(draft)
    return render(
        request,
        "forms/start.html",
        frame(page, request, snapshot, get_language() or "fr")
        | {
            "online": local is None or local.facts.get("online") is not False,
            "draft": draft,
            "documents": [d for d in snapshot.documents if may_be_asked(d.asked_if, place)],
            "first_url": page.attached_url("apply", "step", request, step=first or DOCUMENTS),
            "minutes": 2 * len(snapshot.steps) + 4,
        },
    )


@require_GET
def saved(request: HttpRequest) -> HttpResponse:
    """The draft is kept: how to come back to it, here and on another device."""
    page = request.page
    draft = find_draft(request, key=page.key, commune=page.commune, at=now())
    if draft is None:
        return redirect(page.attached_url("apply", "start", request))
    context = frame(page, request, draft.version.snapshot, get_language() or "fr")
    return render(request, "forms/saved.html", context | {"draft": draft})


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """What changed since the draft was begun; POST moves it to the version in force."""
    page, at = request.page, now()
    draft = find_draft(request, key=page.key, commune=page.commune, at=at)
    version = version_in_force(page.key, on=today())
    if draft is None or version is None or version.pk == draft.version_id:
        return redirect(page.attached_url("apply", "start", request))
    language = get_language() or "fr"
    if request.method == "POST":
        move_draft(draft=draft, version=version, language=language, at=at)
        return redirect(page.attached_url("apply", "review", request))
    return render(
        request,
        "forms/move.html",
        frame(page, request, version.snapshot, language)
        | {"draft": draft, "changes": changes(draft.version.snapshot, version.snapshot, language)},
    )
