"""The edge: a `DomainError` that no view showed becomes a page with its sentence, in the reader's language.

And an address that PostgreSQL could not be asked for is refused before any view reads it.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from .errors import DomainError


class RefusalMiddleware:
    """Answers a `DomainError` with `refusal.html` and its status; the code and data go to the log.

    An address with the null character is answered 400: nobody types it, and no text column holds it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("the address holds the null character")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        structlog.get_logger("refusal").info(exception.code, **{k: str(v) for k, v in exception.data.items()})
        return render(request, "refusal.html", {"refusal": exception}, status=exception.status)
