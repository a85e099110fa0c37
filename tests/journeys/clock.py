"""Days that pass between two acts of a journey: the portal reads how many from a file beside its data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from portal.kernel.now import at, now

FILE = "journeys_days"


class LaterMiddleware:
    """Answers each request as of so many days later. Sessions and codes keep the machine's clock, as they do anywhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        file = Path(settings.DATA_DIR) / FILE
        days = int(file.read_text()) if file.exists() else 0
        with at(now() + timedelta(days=days)):
            return self.get_response(request)
