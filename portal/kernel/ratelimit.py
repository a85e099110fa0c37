"""How often something may be tried: counted in the shared cache by scope and key, in fixed windows."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from .errors import Refused
from .now import now


def take(scope: str, key: str, *, limit: int, seconds: int) -> None:
    """Count one try. Raises `Refused` (`too_many`) when `limit` tries were made in the present window of `seconds`."""
    window = int(now().timestamp()) // seconds
    name = f"rate:{scope}:{window}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    cache.add(name, 0, timeout=seconds + 60)
    if cache.incr(name) > limit:
        raise Refused(
            _("Too many tries. Wait a few minutes, then try again; nothing you entered is lost."),
            code="too_many",
            scope=scope,
        )
