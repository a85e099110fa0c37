"""Which tables the database itself keeps append-only, and the check that refuses to start without it.

Events, clock segments, frozen versions and local publications are only ever added to. The personal detail of an event
may be erased at the end of its retention, and changed in no other way. The triggers come back after every migration
(`post_migrate`), because SQLite drops them in silence whenever it remakes a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.kernel import triggers
from procedures.models import LocalPublication, ProcedureVersion

from .models import ClockSegment, Event, EventDetail

APPEND_ONLY: Final = (
    Event._meta.db_table,
    ClockSegment._meta.db_table,
    ProcedureVersion._meta.db_table,
    LocalPublication._meta.db_table,
)
ERASABLE: Final = EventDetail._meta.db_table
_ERASURE: Final = (
    "NEW.id = OLD.id AND NEW.event_id = OLD.event_id AND NEW.salt = OLD.salt"
    " AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND {content} = '{{}}'"
)


def _erasable(vendor: str) -> list[str]:
    if vendor == "sqlite":
        erasure = _ERASURE.format(content="NEW.content")
        return [
            f"CREATE TRIGGER IF NOT EXISTS {ERASABLE}_update BEFORE UPDATE ON {ERASABLE} WHEN NOT ({erasure}) "
            f"BEGIN SELECT RAISE(ABORT, 'only erasable: {ERASABLE}'); END",
            f"CREATE TRIGGER IF NOT EXISTS {ERASABLE}_delete BEFORE DELETE ON {ERASABLE} "
            f"BEGIN SELECT RAISE(ABORT, 'only erasable: {ERASABLE}'); END",
        ]
    erasure = _ERASURE.format(content="NEW.content::text")
    return [
        f"CREATE OR REPLACE TRIGGER {ERASABLE}_update BEFORE UPDATE ON {ERASABLE} FOR EACH ROW "
        f"WHEN (NOT ({erasure})) EXECUTE FUNCTION turagt_append_only()",
        f"CREATE OR REPLACE TRIGGER {ERASABLE}_delete BEFORE DELETE ON {ERASABLE} FOR EACH ROW "
        "EXECUTE FUNCTION turagt_append_only()",
        f"CREATE OR REPLACE TRIGGER {ERASABLE}_whole BEFORE TRUNCATE ON {ERASABLE} FOR EACH STATEMENT "
        "EXECUTE FUNCTION turagt_append_only()",
    ]


def _erasable_names(vendor: str) -> list[str]:
    verbs = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "whole")
    return [f"{ERASABLE}_{verb}" for verb in verbs]


def install(connection: BaseDatabaseWrapper) -> None:
    """Fence the tables that exist; harmless where they are fenced already."""
    existing = set(connection.introspection.table_names())
    triggers.install(connection, [table for table in APPEND_ONLY if table in existing])
    if ERASABLE in existing:
        with connection.cursor() as cursor:
            for statement in _erasable(connection.vendor):
                cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Open the tables again: for the test suite's flush only."""
    existing = set(connection.introspection.table_names())
    triggers.drop(connection, [table for table in APPEND_ONLY if table in existing])
    if ERASABLE in existing:
        where = "" if connection.vendor == "sqlite" else f" ON {ERASABLE}"
        with connection.cursor() as cursor:
            for name in _erasable_names(connection.vendor):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that exist and are not fenced."""
    bare = triggers.missing(connection, APPEND_ONLY)
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
        exists = ERASABLE in connection.introspection.table_names(cursor)
    if exists and not present.issuperset(_erasable_names(connection.vendor)):
        bare.append(ERASABLE)
    return bare


def install_after_migrate(*, using: str, **_sent: Any) -> None:
    """Receiver of `post_migrate`."""
    install(connections[using])


def check_fences(*, databases: Sequence[str] | None = None, **_asked: Any) -> list[CheckMessage]:
    """System check `tracking.E001`, run with `check --database default`, at start and before every migration."""
    return [
        Error(
            f"The append-only triggers are missing on {', '.join(bare)}.",
            # `migrate` runs this check too, before it could mend what it finds.
            hint="Run `manage.py migrate --skip-checks`: it installs them again.",
            id="tracking.E001",
        )
        for alias in databases or ()
        if (bare := missing(connections[alias]))
    ]
