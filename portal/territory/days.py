"""The working calendar with the decreed days of the database: read from the cache, made anew when a day is recorded.

`queryset.update()` and bulk writes of `DecreedDay` send no signal: the calendar follows them within five minutes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from . import models
from .calendar import DecreedDay, DecreedKind, WorkingCalendar

_KEY: Final = "territory.decreed_days"
_SECONDS: Final = 300


def calendar() -> WorkingCalendar:
    """The calendar as decreed until now. The same rows give the same object."""
    rows = cache.get(_KEY)
    if rows is None:
        rows = tuple(
            models.DecreedDay.objects.order_by("day").values_list("day", "kind", "reason_fr", "reason_ar", "source")
        )
        cache.set(_KEY, rows, _SECONDS)
    return _made_of(rows)


@lru_cache(maxsize=4)
def _made_of(rows: tuple[tuple[Any, ...], ...]) -> WorkingCalendar:
    return WorkingCalendar(
        decreed=tuple(DecreedDay(day, DecreedKind(kind), fr, ar, source) for day, kind, fr, ar, source in rows)
    )


@receiver([post_save, post_delete], sender=models.DecreedDay, dispatch_uid="territory.calendar")
def forget(sender: type[models.DecreedDay], **kwargs: Any) -> None:
    """Forget the days at once for this process, and again after the commit for whoever read in between."""
    cache.delete(_KEY)
    transaction.on_commit(lambda: cache.delete(_KEY))
