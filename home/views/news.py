"""All the news of a municipality, newest first, a page of twenty at a time."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..models import MunicipalityPage, NewsPage

_PER_PAGE = 20


@require_safe
def news(request: HttpRequest, province: str, commune: str) -> HttpResponse:
    """The live news under the live page of a municipality in the reader's language; `?page=` beyond the last is the last."""
    language = get_language()
    path = f"/{language}/{province}/{commune}/"
    page = MunicipalityPage.objects.live().filter(url_path=path, locale__language_code=language).first()
    if page is None:
        raise Http404(path)
    rows = NewsPage.objects.child_of(page).live().order_by("-day", "-pk")
    context = {
        "commune": page.commune,
        "news": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "trail": [
            (_("Home"), f"/{language}/"),
            (page.commune.province.name, f"/{language}/{province}/"),
            (page.commune.name, path),
        ],
    }
    return render(request, "home/news.html", context)
