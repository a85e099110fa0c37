"""Is the process alive, and can it serve? Two addresses without language, session or secret."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _store() -> bool:
    folder = Path(settings.PRIVATE_FILES_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"ready")
    except OSError:
        return False
    return True


def _cache() -> bool:
    try:
        cache.set("readyz", "1", timeout=10)
        return bool(cache.get("readyz") == "1")
    except (OSError, ConnectionError):
        return False


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Database migrated, private store writable, cache shared: 200; else 503 naming the part."""
    parts = {"database": _database(), "files": _store(), "cache": _cache()}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
