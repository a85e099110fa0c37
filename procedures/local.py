"""A commune's own facts about a procedure, by the moment they hold: read by the guide, the wizard and the register.

Shape of `facts`: see `LocalPublication`. A file keeps the facts of its filing moment, so rows are only added.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.accounts.models import User
from portal.territory.models import Commune

from .models import LocalPublication, ProcedureKey


def facts_in_force(commune: Commune, key: ProcedureKey, *, at: datetime) -> LocalPublication | None:
    """The publication in force at `at`, or `None` if the commune has published nothing yet."""
    return LocalPublication.objects.filter(commune=commune, key=key).in_force(at=at).first()


def publish_facts(
    *, commune: Commune, key: ProcedureKey, facts: Mapping[str, Any], actor: User | None, at: datetime
) -> LocalPublication | None:
    """Add a publication from `at` on if `facts` differ from those in force; `None` when nothing changed."""
    current = facts_in_force(commune, key, at=at)
    if current is not None and current.facts == facts:
        return None
    return LocalPublication.objects.create(commune=commune, key=key, since=at, facts=dict(facts), published_by=actor)
