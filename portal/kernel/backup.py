"""All state in one archive: database, files, images and keys; and back again.

The database is copied consistently while the portal runs (SQLite's online backup, `pg_dump`). Files are copied after the
database, so that every row's file is in the archive. The archive holds keys: it is written readable by its owner only.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from .errors import Invalid, Unavailable

_FOLDERS: Final = ("files", "images", "keys", "outgoing")
# What editors publish, and a front server may read.
_PUBLIC: Final = ("images",)
_FORMAT: Final = 1


def save(target: Path, *, at: datetime) -> None:
    """Write the archive `target`. Raises `Unavailable` when the database's own tool fails."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        dump = Path(folder) / "database"
        _dump(dump)
        manifest = Path(folder) / "manifest.json"
        manifest.write_text(json.dumps({"format": _FORMAT, "vendor": connection.vendor, "at": at.isoformat()}))
        partial = target.with_name(target.name + ".partial")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
            archive.add(manifest, "manifest.json")
            archive.add(dump, "database")
            for name in _FOLDERS:
                if (settings.DATA_DIR / name).is_dir():
                    archive.add(settings.DATA_DIR / name, name)
        partial.replace(target)


def bring_back(source: Path) -> None:
    """Put the archive's state in place of the present one. The portal must be stopped.

    Raises `Invalid` for an archive of another format or another kind of database; nothing is touched then.
    """
    with tarfile.open(source) as archive, tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        archive.extractall(folder, filter="data")
        unpacked = Path(folder)
        manifest = _manifest(unpacked)
        if manifest.get("format") != _FORMAT or manifest.get("vendor") != connection.vendor:
            raise Invalid(_("This archive was made by another version or for another database."), code="backup_other")
        _load(unpacked / "database")
        for name in _FOLDERS:
            shutil.rmtree(settings.DATA_DIR / name, ignore_errors=True)
            if (unpacked / name).is_dir():
                shutil.move(unpacked / name, settings.DATA_DIR / name)
                # Unpacking leaves folders to the common mode.
                if name not in _PUBLIC:
                    (settings.DATA_DIR / name).chmod(0o700)


def _manifest(unpacked: Path) -> dict[str, Any]:
    path = unpacked / "manifest.json"
    loaded: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return loaded


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
        copy = sqlite3.connect(target)
        with source, copy:
            source.backup(copy)
        source.close()
        copy.close()
        return
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _load(dump: Path) -> None:
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        connection.close()
        for suffix in ("-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(dump, name)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    _postgres("pg_restore", "--no-owner", f"--dbname={connection.settings_dict['NAME']}", str(dump))


def _postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's tools on this database; the password goes by the environment, never by the command line."""
    found = connection.settings_dict
    environment = os.environ | {
        "PGHOST": found["HOST"] or "",
        "PGPORT": str(found["PORT"] or ""),
        "PGUSER": found["USER"] or "",
        "PGPASSWORD": found["PASSWORD"] or "",
        "PGDATABASE": found["NAME"],
    }
    environment = {key: value for key, value in environment.items() if value or not key.startswith("PG")}
    if shutil.which(program) is None:
        raise Unavailable(_("PostgreSQL's own tools (pg_dump, pg_restore) are not installed here."), code="pg_tools")
    ran = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise Unavailable(_("The database could not be copied."), code="pg_failed", output=ran.stderr[-500:])
