"""Serving a page of the CMS: Wagtail's own view, after the shortest way to the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from wagtail.views import serve as serve_found

from .. import router


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page at `path` under the language of the address."""
    found = router.route_procedure(request, path)
    if found is not None:
        # Where Wagtail keeps the route of a request, so as to look for it once.
        request._wagtail_route_for_request = found
    response: HttpResponse = serve_found(request, path)
    return response
