"""Each request has an id: given by the front server or made here, written in every log line and sent back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

_WATCHED = ("/healthz", "/readyz")
_PLAIN = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Sets `request.request_id` and the header `X-Request-ID`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _PLAIN.fullmatch(given) else secrets.token_hex(8)
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        # Whoever watches the process asks every few seconds, for ever.
        watched = request.path in _WATCHED and response.status_code == 200
        if not watched:
            structlog.get_logger("request").info(
                "answered",
                method=request.method,
                path=request.path,
                status=response.status_code,
            )
        return response
