"""Append-only tables, kept so by the database.

The triggers are installed idempotently after every migration, not by one: SQLite remakes a table at a later change and
drops its triggers in silence. A check refuses to start without them. The owner of a database can still drop them: the
hash chain is the proof, the trigger is the fence.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION turagt_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = '23000'; END$$
"""


def _create(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            for verb in ("update", "delete")
        ]
    return [
        _POSTGRES_FUNCTION,
        f"CREATE OR REPLACE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION turagt_append_only()",
        f"CREATE OR REPLACE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION turagt_append_only()",
    ]


def _names(vendor: str, table: str) -> list[str]:
    return [f"{table}_update", f"{table}_delete"] if vendor == "sqlite" else [f"{table}_rows", f"{table}_whole"]


def install(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> None:
    """Make `tables` append-only; harmless where they are already."""
    with connection.cursor() as cursor:
        for table in tables:
            for statement in _create(connection.vendor, table):
                cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> None:
    """Open `tables` again: for the test suite's flush only."""
    with connection.cursor() as cursor:
        for table in tables:
            for name in _names(connection.vendor, table):
                where = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> list[str]:
    """The tables of `tables` that exist and lack a trigger."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
        existing = set(connection.introspection.table_names(cursor))
    return [t for t in tables if t in existing and not present.issuperset(_names(connection.vendor, t))]
