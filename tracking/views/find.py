"""From the number on a receipt to the page of the file: the page asks who is reading."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.kernel.errors import Invalid
from portal.kernel.references import parse_reference


@require_safe
def find_dossier(request: HttpRequest) -> HttpResponse:
    """The form, and the way to the file; a number that cannot be right is told before anything is asked."""
    typed = request.GET.get("number", "").strip()
    if not typed:
        return render(request, "tracking/find.html", {})
    try:
        return redirect("dossier_permanent", reference=parse_reference(typed))
    except Invalid as refusal:
        context = {"errors": [("id_number", str(refusal))], "typed": typed}
        return render(request, "tracking/find.html", context, status=400)
