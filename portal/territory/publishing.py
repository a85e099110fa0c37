"""Writing down what a place publishes of itself, and reading it: rows end and new ones begin, none is changed.

The planning documents are rows of their own, since the register's guards read them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.core.cache import cache
from django.db import connections, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from . import models, planning
from .models import Commune, PlacePublication, PlanningDocument, Province
from .planning import Plan, Standing

RULES: Final = Path(__file__).parent / "data" / "planning_rules.csv"
_PLAN_COLUMNS: Final = tuple(planning.Plan.__dataclass_fields__)
_KEY: Final = "territory.planning_rules"
_SECONDS: Final = 300


@transaction.atomic
def publish_place(
    facts: Mapping[str, Any], *, at: datetime, commune: Commune | None = None, province: Province | None = None
) -> PlacePublication | None:
    """What `commune`, `province` or (with neither) the portal says of itself from `at` on; `None` when nothing changed."""
    rows = PlacePublication.objects.filter(commune=commune, province=province)
    current = rows.in_force(at=at).order_by("-since", "-pk").first()
    if current is not None and current.facts == facts:
        return None
    if current is None and not facts:
        return None
    rows.filter(until=None).update(until=at)
    return PlacePublication.objects.create(commune=commune, province=province, since=at, facts=dict(facts))


@transaction.atomic
def publish_plans(commune: Commune, plans: Iterable[Plan], *, at: datetime) -> int:
    """Make `plans` those that the commune tells from `at` on; how many rows are new."""
    wanted = list(dict.fromkeys(plans))
    told = list(PlanningDocument.objects.filter(commune=commune, told_until=None))
    kept = {plan_of(row): row for row in told if plan_of(row) in wanted}
    ended = [row.pk for row in told if row not in kept.values()]
    PlanningDocument.objects.filter(pk__in=ended).update(told_until=at)
    new = [
        PlanningDocument(commune=commune, told_since=at, **{name: getattr(plan, name) for name in _PLAN_COLUMNS})
        for plan in wanted
        if plan not in kept
    ]
    PlanningDocument.objects.bulk_create(new)
    return len(new)


def plan_of(row: PlanningDocument) -> Plan:
    """The plain value of a row."""
    return Plan(**{name: getattr(row, name) for name in _PLAN_COLUMNS})


def standing_of(commune: Commune, *, on: date, at: datetime) -> Standing:
    """What stands in `commune` on the local day `on`, by the documents it tells at `at`."""
    rows = PlanningDocument.objects.filter(commune=commune).as_published(at=at)
    return planning.planning_of([plan_of(row) for row in rows], on, rules())


def rules() -> tuple[planning.PlanningRule, ...]:
    """Every number of the planning law, from the cache."""
    rows = cache.get(_KEY)
    if rows is None:
        values = models.PlanningRule.objects.values_list("code", "amount", "valid_from", "valid_until")
        rows = tuple((code, float(amount), since, until) for code, amount, since, until in values)
        cache.set(_KEY, rows, _SECONDS)
    return _made_of(rows)


@lru_cache(maxsize=4)
def _made_of(rows: tuple[tuple[Any, ...], ...]) -> tuple[planning.PlanningRule, ...]:
    return tuple(planning.PlanningRule(*row) for row in rows)


@receiver([post_save, post_delete], sender=models.PlanningRule, dispatch_uid="territory.planning_rules")
def forget(sender: type[models.PlanningRule], **kwargs: Any) -> None:
    """Forget the numbers at once for this process, and again after the commit for whoever read in between."""
    cache.delete(_KEY)
    transaction.on_commit(lambda: cache.delete(_KEY))


def ensure_rules(using: str = "default") -> int:
    """Add the numbers that are missing; gives how many. A row is known by its code and first day, and never changed."""
    made = 0
    with RULES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code, since = row.pop("code"), date.fromisoformat(row.pop("valid_from"))
            _found, created = models.PlanningRule.objects.using(using).get_or_create(
                code=code, valid_from=since, defaults=row
            )
            made += created
    return made


def ensure_after_migrate(*, using: str, **_sent: Any) -> None:
    """Receiver of `post_migrate`, which is also sent after a migration of some apps only."""
    if models.PlanningRule._meta.db_table in connections[using].introspection.table_names():
        ensure_rules(using)
