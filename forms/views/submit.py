"""Filing: one POST, idempotent by draft, outside formtools."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.errors import Invalid, NotFound, Unavailable
from portal.kernel.now import now

from ..holders import held_draft
from ..models import Draft
from ..submission import submit_draft


@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """File the draft named by the form; whoever is not signed in signs in first and comes back to the review."""
    page = request.page
    review = page.attached_url("apply", "review", request)
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': review})}")
    draft = held_draft(request, request.POST.get("draft", ""))
    if (draft.key_id, draft.commune_id) != (page.key_id, page.commune_id):
        raise NotFound(_("This draft is for another request."), code="draft_elsewhere")
    if draft.state == Draft.State.FILED:
        return redirect(_dossier(request, draft.dossier_reference))
    if request.POST.get("truth") != "yes":
        messages.error(request, _("Confirm that what you declare is true, then send your request."), extra_tags="truth")
        return redirect(f"{review}#truth")
    try:
        dossier = submit_draft(draft=draft, actor=request.user, at=now())
    except (Invalid, Unavailable) as refusal:
        messages.error(request, str(refusal))
        return redirect(page.attached_url("apply", "move", request) if refusal.code == "version_changed" else review)
    return redirect(f"{_dossier(request, dossier.reference)}?filed=1")


def _dossier(request: HttpRequest, reference: str) -> str:
    """The dossier's page in the language in which it was filed: the permanent address would ask the browser."""
    address: str = request.page.attached_url("follow", "dossier", request, reference=reference)
    return address
