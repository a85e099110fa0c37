"""Private files that a process which died left without an owner: rows nothing refers to, and bytes without a row.

Who may own a file is read from the models themselves, so that a new owner is protected from the day its column exists.
A file is kept before its owner's row is written; the days of `LEFTOVER_FILE_DAYS` lie between the two many times over, and
the row is locked and asked again, so that a file taken up at the same moment stays.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, ProtectedError, QuerySet
from django.db.utils import IntegrityError

from .files import path_of
from .models import StoredFile
from .now import now

log = structlog.get_logger(__name__)

_BATCH: Final = 500


def owners() -> tuple[ForeignObjectRel, ...]:
    """Every relation by which another row may own a file, whatever its name and whether or not it has one backwards."""
    return tuple(
        field
        for field in StoredFile._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and field.related_model is not None
    )


def sweep_leftovers() -> str:
    """Remove what nobody has owned for `LEFTOVER_FILE_DAYS`. Periodic, safe to run twice and at once."""
    before = now() - timedelta(days=settings.LEFTOVER_FILE_DAYS)
    rows = sum(_remove(key) for key in list(unowned(before=before).values_list("pk", flat=True)))
    return f"{rows} rows, {_remove_strays(before=before)} files without a row removed"


def unowned(*, before: datetime) -> QuerySet[StoredFile]:
    """Files received before `before` to which no row refers, oldest first."""
    rows = StoredFile.objects.filter(created_at__lt=before)
    for owner in owners():
        held = owner.related_model._base_manager.filter(**{owner.field.name: OuterRef("pk")})
        rows = rows.filter(~Exists(held))
    return rows.order_by("created_at", "pk")


def _remove(pk: UUID) -> bool:
    """Whether the row went, then its bytes: a death between the two leaves a file without a row, which the sweep finds too."""
    try:
        with transaction.atomic():
            row = StoredFile.objects.select_for_update().filter(pk=pk).first()
            # Asked again in a statement of its own: who took the file up while the lock was awaited is seen only now.
            if row is None or not unowned(before=now()).filter(pk=pk).exists():
                return False
            row.delete()
    except (ProtectedError, IntegrityError):
        log.warning("leftover_taken_up", file=str(pk))
        return False
    path_of(row.key).unlink(missing_ok=True)
    return True


def _remove_strays(*, before: datetime) -> int:
    removed = 0
    store = Path(settings.PRIVATE_FILES_DIR)
    for batch in _batches(path for path in _files_under(store) if _is_older(path, before.timestamp())):
        keys = {path.relative_to(store).as_posix(): path for path in batch}
        known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
        for key in keys.keys() - known:
            keys[key].unlink(missing_ok=True)
            removed += 1
    return removed


def _files_under(store: Path) -> Iterator[Path]:
    for folder, _folders, names in os.walk(store):
        for name in names:
            yield Path(folder) / name


def _is_older(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        # Taken back by whoever gave it, since its folder was listed.
        return False


def _batches(paths: Iterator[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    for path in paths:
        batch.append(path)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
