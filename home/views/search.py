"""Search and the municipality chooser: two plain forms that work without JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.territory.models import Commune
from procedures.models import ProcedureKey

from ..places import open_communes, publishing_communes, snapshots_in_force
from ..search import MAX_LENGTH, find_communes, find_procedures


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Procedures and communes that answer `?q=`."""
    words = request.GET.get("q", "")[:MAX_LENGTH].strip()
    addresses = open_communes(get_language() or "fr")
    communes = [(commune, addresses.get(commune.pk, "")) for commune in find_communes(words)]
    procedures = find_procedures(words)
    return render(request, "home/search.html", {"words": words, "procedures": procedures, "communes": communes})


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """Choose a municipality among the open ones; `?procedure=` leads on to that procedure's page, `?q=` narrows."""
    words = request.GET.get("q", "")[:MAX_LENGTH].strip()
    key = ProcedureKey.objects.filter(slug=request.GET.get("procedure", "")).first()
    language = get_language() or "fr"
    snapshot = snapshots_in_force().get(key.pk) if key else None
    # A municipality that does not publish the procedure is not offered for it.
    addresses = publishing_communes(language, key) if key and snapshot else open_communes(language)
    if words:
        communes = [commune for commune in find_communes(words) if commune.pk in addresses]
    else:
        rows = Commune.objects.filter(pk__in=addresses).select_related("province")
        communes = sorted(rows, key=lambda commune: (commune.province.code, not commune.is_urban, commune.name))
    context = {
        "words": words,
        "key": key if snapshot else None,
        "procedure": snapshot.prose.title if snapshot else None,
        "communes": [(commune, addresses[commune.pk]) for commune in communes],
    }
    return render(request, "home/municipalities.html", context)
