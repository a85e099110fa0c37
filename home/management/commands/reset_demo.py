"""`manage.py reset_demo`: the demonstration as it was at first. It refuses to touch anything but a demonstration."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from home.demo.setup import forget, prepare

_FOLDERS = ("files", "images", "outgoing", "cache")


class Command(BaseCommand):
    help = "Deletes the demonstration's database and files and makes them anew; keys are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demonstration: nothing was deleted. (DEMO=1 makes one.)")
        self._empty_database()
        for name in _FOLDERS:
            shutil.rmtree(settings.DATA_DIR / name, ignore_errors=True)
        forget("territory", "catalogue", "province", "demo")
        prepare(demo=True)

    def _empty_database(self) -> None:
        if connection.vendor == "sqlite":
            name = str(connection.settings_dict["NAME"])
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                Path(name + suffix).unlink(missing_ok=True)
            return
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
