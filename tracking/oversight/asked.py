"""Which procedures people ask for most in a commune: an order for its page, never shown as figures."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.db.models import Count

from ..models import Dossier

_SECONDS: Final = 3600


def most_asked(commune_id: int, *, since: datetime) -> dict[str, int]:
    """How many requests since `since`, by code of the procedure; counted once an hour."""
    name = f"tracking.asked.{commune_id}"
    found: dict[str, int] | None = cache.get(name)
    if found is None:
        filed = Dossier.objects.filter(commune=commune_id, filed_at__gte=since).order_by()
        found = dict(filed.values_list("key__code").annotate(Count("pk")))
        cache.set(name, found, _SECONDS)
    return found
