"""How often something may be tried: counted in the shared cache by scope and key, in fixed windows."""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from .errors import TooMany
from .now import now

# The file cache reads a count and writes it back: of two threads at once, one would not be counted. The embedded portal is
# one process of many threads; where there are several, the shared cache counts in one step.
_COUNTING: Final = Lock()


def take(scope: str, key: str, *, limit: int, seconds: int, amount: int = 1) -> None:
    """Count one try, or what weighs `amount`. Raises `TooMany` beyond `limit` in the present window of `seconds`."""
    window = int(now().timestamp()) // seconds
    name = f"rate:{scope}:{window}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    lasts = seconds + 60
    with _COUNTING:
        cache.add(name, 0, timeout=lasts)
        try:
            made = cache.incr(name, amount)
        except ValueError:
            # The cache was full and dropped the count in between: this is the first try it knows of.
            made = amount
            cache.set(name, made, timeout=lasts)
        # The file cache gives a raised count its default time, five minutes, which would end an hour's window early.
        cache.touch(name, lasts)
    if made > limit:
        raise TooMany(
            _("Too many tries. Wait a few minutes, then try again; nothing you entered is lost."), scope=scope
        )
