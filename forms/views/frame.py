"""What every screen of a request shows around itself: whose procedure it is, and the way back to its guide."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from procedures.models import ProcedurePage
from procedures.snapshot import Snapshot


def frame(page: ProcedurePage, request: HttpRequest, snapshot: Snapshot, language: str) -> dict[str, Any]:
    """The context of `forms/frame.html`. The commune's page stands right above the guide: no query looks for it."""
    guide = page.get_url(request) or "/"
    commune = guide.rstrip("/").rpartition("/")[0] + "/"
    return {
        "page": page,
        "snapshot": snapshot,
        "trail": [(page.commune.name, commune), (snapshot.prose.title.read(language).words, guide)],
    }
