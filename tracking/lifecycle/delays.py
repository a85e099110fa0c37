"""The common delays and counting rules of `delays.toml` as rows, added after each migration where they are missing.

None is changed: an editor ends a row and adds the next.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from django.db import connections

from ..models import CountingRule, LegalDelay

SOURCE: Final = Path(__file__).with_name("delays.toml")
_TABLES: Final = (("delay", LegalDelay), ("counting", CountingRule))


def ensure_delays(using: str = "default") -> int:
    """Add the rows that are missing; gives how many. A row is known by its code and first day."""
    made = 0
    written = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    for table, model in _TABLES:
        for row in written[table]:
            _found, created = model._default_manager.using(using).get_or_create(
                code=row["code"],
                valid_from=row["valid_from"],
                defaults={key: value for key, value in row.items() if key not in ("code", "valid_from")},
            )
            made += created
    return made


def ensure_after_migrate(*, using: str, **_sent: Any) -> None:
    """Receiver of `post_migrate`, which is also sent after a migration of some apps only."""
    existing = set(connections[using].introspection.table_names())
    if existing.issuperset(model._meta.db_table for _table, model in _TABLES):
        ensure_delays(using)
