"""The common delays of `delays.toml` as rows, added after each migration where they are missing; none is changed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from django.db import connections

from ..models import LegalDelay

SOURCE: Final = Path(__file__).with_name("delays.toml")


def ensure_delays(using: str = "default") -> int:
    """Add the rows that are missing; gives how many. A row is known by its code and first day."""
    made = 0
    for row in tomllib.loads(SOURCE.read_text(encoding="utf-8"))["delay"]:
        _found, created = LegalDelay.objects.using(using).get_or_create(
            code=row["code"],
            valid_from=row["valid_from"],
            defaults={key: row[key] for key in ("amount", "unit", "source", "confidence")},
        )
        made += created
    return made


def ensure_after_migrate(*, using: str, **_sent: Any) -> None:
    """Receiver of `post_migrate`, which is also sent after a migration of some apps only."""
    if LegalDelay._meta.db_table in connections[using].introspection.table_names():
        ensure_delays(using)
