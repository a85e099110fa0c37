"""From an address under a language's home to its page, in one query whatever the depth.

Stock routing asks for the site, the language, the home and each level in turn. Here the page is found by its whole path: a
procedure page first, since nearly every address of the portal is one or hangs on one, and without asking for its home;
then the deepest live page on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.http import Http404, HttpRequest
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from portal.context import current_language
from procedures.models import ProcedurePage

# home / province / municipality / procedure
PROCEDURE_DEPTH: Final = 3


def route_procedure(request: HttpRequest, path: str) -> RouteResult | None:
    """The procedure page at `path` in the active language and what hangs on it; `None` where only the home can tell."""
    components = [component for component in path.split("/") if component]
    # Kept by Wagtail in the cache, and thrown away whenever a site or the address of a home changes.
    homes = [root.root_path for root in Site.get_site_root_paths() if root.language_code == current_language()]
    if len(homes) != 1:
        return None
    page = _procedure_page(homes[0], components)
    try:
        return page.route(request, components[PROCEDURE_DEPTH:]) if page is not None else None
    except Http404:
        return None


def route(home: Page, request: HttpRequest, components: list[str]) -> RouteResult:
    """The page at `components` beneath `home`, with what it needs to serve. Raises `Http404` when nothing stands there."""
    found = _procedure_page(home.url_path, components)
    if found is not None:
        return found.route(request, components[PROCEDURE_DEPTH:])
    paths = list(_paths(home.url_path, components))
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
        path: other.locale
        for other in others
        for path in (list(_paths(other.url_path, components))[-1:] or [other.url_path])
    }
    pages = list(Page.objects.filter(url_path__in=wanted, live=True).select_related("locale"))
    return sorted(pages, key=lambda page: page.locale.language_code)


def _procedure_page(home_path: str, components: list[str]) -> ProcedurePage | None:
    if len(components) < PROCEDURE_DEPTH:
        return None
    path = list(_paths(home_path, components[:PROCEDURE_DEPTH]))[-1]
    pages = ProcedurePage.objects.filter(url_path=path, live=True).select_related("commune__province", "key", "locale")
    # Without the tree's order: an address has one page.
    return next(iter(pages.order_by()[:1]), None)


def _paths(path: str, components: list[str]) -> Iterator[str]:
    """The `url_path` of every level from the first below the home at `path` down."""
    for component in components:
        path += f"{component}/"
        yield path
