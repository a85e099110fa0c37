"""From an address under a language's home to its page, in one query whatever the depth.

Stock routing asks for each level in turn. Here the page is found by its whole path: a procedure page first, since nearly
every address of the portal is one or hangs on one; then the deepest live page on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from procedures.models import ProcedurePage

# home / province / municipality / procedure
PROCEDURE_DEPTH: Final = 3


def route(home: Page, request: HttpRequest, components: list[str]) -> RouteResult:
    """The page at `components` beneath `home`, with what it needs to serve. Raises `Http404` when nothing stands there."""
    found = _procedure_page(home, components)
    if found is not None:
        return found.route(request, components[PROCEDURE_DEPTH:])
    paths = list(_paths(home, components))
    page = Page.objects.filter(url_path__in=paths, live=True).order_by("-depth").first()
    if page is None:
        raise Http404
    used = page.url_path.count("/") - home.url_path.count("/")
    result: RouteResult = page.specific.route(request, components[used:])
    return result


def elsewhere(home: Page, components: list[str]) -> list[Page]:
    """The live pages at the same address in the other languages, Arabic first."""
    others = home.get_translations().filter(live=True).select_related("locale")
    wanted = {
        path: other.locale for other in others for path in (list(_paths(other, components))[-1:] or [other.url_path])
    }
    pages = list(Page.objects.filter(url_path__in=wanted, live=True).select_related("locale"))
    return sorted(pages, key=lambda page: page.locale.language_code)


def _procedure_page(home: Page, components: list[str]) -> ProcedurePage | None:
    if len(components) < PROCEDURE_DEPTH:
        return None
    path = list(_paths(home, components[:PROCEDURE_DEPTH]))[-1]
    page: ProcedurePage | None = (
        ProcedurePage.objects.filter(url_path=path, live=True)
        .select_related("commune__province", "key", "locale")
        .first()
    )
    return page


def _paths(home: Page, components: list[str]) -> Iterator[str]:
    """The `url_path` of every level from the first below `home` down."""
    path = home.url_path
    for component in components:
        path += f"{component}/"
        yield path
