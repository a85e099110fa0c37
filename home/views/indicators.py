"""Public indicators of a province: how many requests, how many late, in how many days decided. Names nobody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.kernel.now import now
from portal.territory.models import Province
from tracking.oversight.figures import TOO_FEW, report_of

from ..models import ProvincePage


@require_safe
@cache_control(public=True, max_age=900)
def indicators(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of one open province, by commune and by procedure."""
    province = get_object_or_404(Province, slug=slug)
    language = get_language()
    pages = ProvincePage.objects.live().filter(province=province, locale__language_code=language)
    # A page's path starts with its language, as its address does: no query for the site's root.
    address = pages.values_list("url_path", flat=True).first()
    at = now()
    report = report_of(province, at=at)
    communes = [(commune, figures.for_the_public()) for commune, figures in report.communes]
    procedures = [(title, figures.for_the_public()) for title, figures in report.procedures]
    context = {
        "province": province,
        "trail": [(_("Home"), f"/{language}/"), *([(province.name, address)] if address else [])],
        "total": report.total.for_the_public(),
        "communes": communes,
        "procedures": procedures,
        "busiest": max((figures.open for _commune, figures in communes), default=0),
        "too_few": TOO_FEW,
        "at": at,
    }
    return render(request, "home/indicators.html", context)
