"""The question that parts the procedures of one need; a need with one procedure leads straight on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..needs import open_needs
from ..search import find_procedures


@require_safe
def need(request: HttpRequest, slug: str) -> HttpResponse:
    """What the person means by the need, one link each; 404 for a need that nothing in force answers."""
    found = next((each for each in open_needs(find_procedures("")) if each.need.slug == slug), None)
    if found is None:
        raise Http404
    if found.only is not None:
        return redirect(f"../../communes/?procedure={found.only.slug}")
    return render(request, "home/need.html", {"found": found, "trail": [(_("Home"), "../../")]})
