"""From what a person wants to do to what it takes: every need, and the questions of one, their answers in the address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..needs import Screen, open_need, open_needs, procedure_of


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """Everything one may want to do that a procedure in force answers."""
    return render(request, "home/needs.html", {"needs": open_needs(), "trail": [(_("Home"), "../")]})


@require_safe
def need(request: HttpRequest, slug: str) -> HttpResponse:
    """The next question of the need for the answers in the address, or where they lead; 404 for a need that nothing answers."""
    tree = open_need(slug)
    if tree is None:
        raise Http404
    screen = Screen(tree, request.GET.dict())
    context = {
        "screen": screen,
        "tree": tree,
        "trail": [(_("Home"), "../../"), (_("I want to…"), reverse("needs"))],
    }
    if screen.position.outcome is None:
        return render(request, "home/need_question.html", context)
    outcome = screen.position.outcome
    return render(
        request, "home/need_outcome.html", {**context, "outcome": outcome, "procedure": procedure_of(screen.position)}
    )
