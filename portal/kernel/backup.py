"""All state in one archive: database, files, images, messages and keys; and back again.

The database is copied consistently while the portal runs; files are copied after it, so that every row's file is in the
archive. Putting back never destroys: what stood there is moved to a folder beside, and until everything is in place each
step can be undone. The archive holds keys: who has it can sign.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from . import backup_archive, backup_database
from .backup_archive import DATABASE, FOLDERS, MARKS
from .errors import Conflict, Invalid, Refused, Unavailable
from .now import LOCAL


def save(target: Path, *, at: datetime, replace: bool = False) -> None:
    """Write the archive `target`, also while the portal runs.

    Raises `Conflict` when it exists already and `replace` does not allow it, `Refused` when there is nothing to save,
    `Unavailable` when the database's own tool or the disk fails.
    """
    if target.exists() and not replace:
        raise Conflict(
            f"{target} exists already and was left as it is. Name another file, or allow it with FORCE=1.",
            code="exists",
        )
    if not target.parent.is_dir():
        raise Unavailable(f"There is no folder {target.parent}.", code="backup_target")
    backup_database.require_tools()
    if backup_database.is_empty():
        raise Refused(f"There is no database yet in {settings.DATA_DIR}: nothing to save.", code="nothing")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="saving-") as folder:
        copy = Path(folder) / DATABASE
        manifest = {"vendor": connection.vendor, "at": at.isoformat(), "migrations": _applied()}
        backup_database.dump(copy)
        singles = [(DATABASE, copy), (MARKS, settings.DATA_DIR / MARKS)]
        backup_archive.write(
            target, manifest=manifest, members=[*singles, *backup_archive.members_of(settings.DATA_DIR)]
        )


def bring_back(source: Path, *, at: datetime, replace: bool = False) -> Path | None:
    """Put the archive's state in place of the present one; gives the folder where that one is kept, if there was any.

    The portal must be stopped. Raises `Invalid` (the archive), `Conflict` (data is there and `replace` does not allow it,
    or somebody is connected), `Unavailable` (disk, tools); then everything is as it was.
    """
    backup_database.require_tools()
    backup_database.require_nobody_connected()
    present = _holds_data()
    if present and not replace:
        raise Conflict(
            f"There is data already in {settings.DATA_DIR}. Nothing was changed. With FORCE=1 (--force) the archive takes its "
            "place, and what is there now is kept in a folder beside.",
            code="data_there",
        )
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="restoring-") as folder:
        unpacked = Path(folder)
        _require_readable(backup_archive.unpack(source, unpacked))
        backup_database.require_sound(unpacked / DATABASE)
        cache.clear()
        kept: Path = settings.DATA_DIR / f"replaced-{at.astimezone(LOCAL):%Y%m%d-%H%M%S}"
        kept.mkdir(mode=0o700)
        _exchange(unpacked, kept)
    if present:
        return kept
    # Only what this very command made at its start: new secrets that nothing was signed with.
    shutil.rmtree(kept)
    return None


def _exchange(unpacked: Path, kept: Path) -> None:
    """Put what is `unpacked` in place and the present in `kept`; where a step fails, undo those before and raise."""
    undone: list[Callable[[], None]] = []
    try:
        undone.append(backup_database.put_back(unpacked / DATABASE, kept=kept))
        for name in (*FOLDERS, MARKS):
            _exchange_one(settings.DATA_DIR / name, unpacked / name, kept / name, undone)
    except BaseException as failed:
        for undo in reversed(undone):
            undo()
        shutil.rmtree(kept, ignore_errors=True)
        if isinstance(failed, OSError):
            raise Unavailable(
                f"The archive could not be put in place: {failed.strerror or failed}. Everything is as it was.",
                code="backup_disk",
            ) from failed
        raise


def _exchange_one(present: Path, coming: Path, kept: Path, undone: list[Callable[[], None]]) -> None:
    if present.exists():
        shutil.move(present, kept)
        undone.append(lambda: _move_back(kept, present))
    if coming.exists():
        shutil.move(coming, present)
        undone.append(lambda: _move_back(present, coming))


def _move_back(source: Path, target: Path) -> None:
    shutil.move(source, target)


def _applied() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _require_readable(manifest: dict[str, Any]) -> None:
    """Raise `Invalid` for an archive of another kind of database, or of a newer version than this one."""
    vendor = manifest.get("vendor")
    if vendor != connection.vendor:
        raise Invalid(
            f"The archive holds a database of {vendor}; this portal uses {connection.vendor}. Nothing was changed.",
            code="backup_other",
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest.get("migrations", ())) - known)
    if unknown:
        raise Invalid(
            f"The archive was made by a newer version of the portal ({unknown[-1]}). Bring the code up to date first. "
            "Nothing was changed.",
            code="backup_newer",
        )


def _holds_data() -> bool:
    """Whether there is anything to lose: rows, files, or keys that signed."""
    if not backup_database.is_empty() or settings.SIGNING_KEYS_DIR.exists():
        return True
    return any(path.is_file() for name in ("files", "images") for path in (settings.DATA_DIR / name).rglob("*"))
