"""Withdrawing a request: first what it means, then the act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.kernel.errors import DomainError
from portal.kernel.now import now

from ..actions.withdraw_dossier import withdraw_dossier
from ..models import Dossier
from .addresses import Addresses
from .dossier import of_dossier
from .page import DossierPage, render_dossier
from .receiving import typed


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def withdraw(request: HttpRequest, dossier: Dossier, addresses: Addresses) -> HttpResponse:
    """Asks once more; a file that cannot be withdrawn any more goes back to its page."""
    user = request.user
    assert isinstance(user, User)
    at = now()
    here = addresses.of("dossier")
    if request.method != "POST":
        if not DossierPage(request, dossier, addresses, user, at).can("withdraw"):
            return redirect(here)
        context = {
            "page": addresses.page,
            "commune": dossier.commune,
            "dossier": dossier,
            "title": dossier.version.snapshot.prose.title,
            "back": here,
        }
        return render(request, "tracking/withdraw.html", context)
    reason = typed(request, "reason", longest=1000).strip()
    try:
        withdraw_dossier(dossier=dossier, actor=user, at=at, reason=reason)
    except DomainError as refusal:
        dossier.refresh_from_db()
        return render_dossier(request, dossier, addresses, errors=[("", str(refusal))], status=refusal.status)
    messages.success(request, _("Your request is withdrawn. Your documents stay in your space."))
    return redirect(here)
