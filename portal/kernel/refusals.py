"""The edge: a `DomainError` that no view showed becomes a page with its sentence, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from .errors import DomainError


class RefusalMiddleware:
    """Answers a `DomainError` with `refusal.html` and its status; the code and data go to the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        structlog.get_logger("refusal").info(exception.code, **{k: str(v) for k, v in exception.data.items()})
        return render(request, "refusal.html", {"refusal": exception}, status=exception.status)
