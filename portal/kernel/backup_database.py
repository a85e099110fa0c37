"""The database's part of a backup: a consistent copy while the portal runs, and the copy put in place of the present rows.

SQLite is copied by its own online backup and put back by renaming files; PostgreSQL by its own tools, in one transaction.
`put_back` either did all of it or nothing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from django.db import connection

from .backup_archive import DATABASE
from .errors import Conflict, Invalid, Unavailable

_TOOLS: Final = ("pg_dump", "pg_restore", "psql")
_SSL: Final = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
# Whoever still holds a table would make it wait for ever.
_EMPTY: Final = "SET lock_timeout = '10s'; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;"
_SUFFIXES: Final = ("-wal", "-shm", "")
Undo = Callable[[], None]


def is_empty() -> bool:
    """Whether the configured database holds no table. A SQLite file that cannot be read is not empty."""
    if connection.vendor == "sqlite":
        name = _sqlite_file()
        return not name.exists() or name.stat().st_size == 0
    return not connection.introspection.table_names()


def require_nobody_connected() -> None:
    """Raise `Conflict` when somebody else is connected to the PostgreSQL database. A SQLite file cannot tell."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise Conflict(
            f"The database is in use by {others} other connections. Stop the portal first. Nothing was changed.",
            code="data_in_use",
        )


def require_tools() -> None:
    """Raise `Unavailable` when the database needs tools that are not installed."""
    missing = [tool for tool in _TOOLS if connection.vendor == "postgresql" and shutil.which(tool) is None]
    if missing:
        raise Unavailable(
            f"{', '.join(missing)} not found. On Debian: sudo apt-get install postgresql-client", code="backup_tools"
        )


def dump(target: Path) -> None:
    """Write a consistent copy of the database to `target`. Raises `Unavailable`."""
    require_tools()
    if connection.vendor == "sqlite":
        try:
            with (
                closing(sqlite3.connect(f"{_sqlite_file().absolute().as_uri()}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(target)) as copy,
            ):
                source.backup(copy)
        except sqlite3.Error as failed:
            raise Unavailable(f"The database could not be copied: {failed}.", code="backup_database") from failed
        return
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def require_sound(copy: Path) -> None:
    """Raise `Invalid` when `copy` is no database of the configured kind."""
    require_tools()
    if connection.vendor == "sqlite":
        try:
            with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                sound = database.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        except sqlite3.Error:
            sound = False
        if not sound:
            raise Invalid("The database in the archive is damaged. Nothing was changed.", code="backup_damaged")
        return
    _contents(copy)


def put_back(copy: Path, *, kept: Path) -> Undo:
    """Put `copy` in place of the present database, which goes to the folder `kept`; gives what puts that one back."""
    if connection.vendor == "sqlite":
        return _put_back_file(copy, kept=kept)
    present = None
    if not is_empty():
        present = kept / DATABASE
        dump(present)
    connection.close()
    _load(copy)
    return (lambda: _load(present)) if present else empty


def empty() -> None:
    """Remove every table of the database. Its rows are gone: for a demonstration, or what was just loaded."""
    if connection.vendor == "sqlite":
        connection.close()
        for suffix in _SUFFIXES:
            Path(f"{_sqlite_file()}{suffix}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
    connection.close()


def _sqlite_file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _put_back_file(copy: Path, *, kept: Path) -> Undo:
    name = _sqlite_file()
    connection.close()
    name.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Into the database's own folder first, which may be another disk: what follows are renamings.
    staged = name.with_name(f"{name.name}.restoring")
    shutil.move(copy, staged)
    staged.chmod(0o600)
    moved: list[tuple[Path, Path]] = []

    def undo() -> None:
        name.unlink(missing_ok=True)
        for source, target in moved:
            shutil.move(target, source)

    try:
        for suffix in _SUFFIXES:
            source = Path(f"{name}{suffix}")
            if source.exists():
                target = kept / f"{DATABASE}.sqlite3{suffix}"
                shutil.move(source, target)
                moved.append((source, target))
        staged.replace(name)
    except OSError:
        undo()
        staged.unlink(missing_ok=True)
        raise
    return undo


def _contents(copy: Path) -> str:
    """What the dump `copy` holds, a line each, without the schema, which is made beforehand."""
    lines = _run("pg_restore", "--list", str(copy)).splitlines()
    return "\n".join(line for line in lines if " SCHEMA - public " not in line)


def _load(copy: Path) -> None:
    wanted, script = copy.with_name(f"{copy.name}.list"), copy.with_name(f"{copy.name}.sql")
    try:
        wanted.write_text(_contents(copy))
        _run("pg_restore", "--no-owner", "--no-privileges", f"--use-list={wanted}", f"--file={script}", str(copy))
        _run(
            *("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"),
            *(f"--command={_EMPTY}", f"--file={script}"),
        )
    finally:
        wanted.unlink(missing_ok=True)
        script.unlink(missing_ok=True)


def _run(program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's tools on this database; the password goes by the environment, never by the command line."""
    found = connection.settings_dict
    options = found.get("OPTIONS") or {}
    named = {
        "PGHOST": found["HOST"],
        "PGPORT": found["PORT"],
        "PGUSER": found["USER"],
        "PGPASSWORD": found["PASSWORD"],
        "PGDATABASE": found["NAME"],
        **{variable: options.get(option) for option, variable in _SSL.items()},
    }
    environment = os.environ | {key: str(value) for key, value in named.items() if value}
    ran = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        said = (ran.stderr.strip().splitlines() or ["it did not say why"])[0]
        raise Unavailable(f"{program} failed: {said}", code="backup_database")
    return ran.stdout
