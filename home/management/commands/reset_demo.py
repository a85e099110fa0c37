"""`manage.py reset_demo`: the demonstration as it was at first. It refuses to touch anything but a demonstration."""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError

from home.demo.setup import begin_again, is_demonstration, prepare
from portal.kernel import backup_database
from portal.kernel.errors import DomainError, Refused
from portal.kernel.running import in_charge

_FOLDERS = ("files", "images", "outgoing", "cache")


class Command(BaseCommand):
    help = "Deletes the demonstration's database and files and makes them anew; keys are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demonstration: nothing was deleted. (DEMO=1 makes one.)")
        try:
            with in_charge(settings.DATA_DIR, of="a reset of the demonstration"):
                self._reset()
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("  The demonstration is as it was at first.")

    def _reset(self) -> None:
        if not is_demonstration():
            raise Refused(
                f"The data in {settings.DATA_DIR} are no demonstration's: nothing was deleted.", code="no_demonstration"
            )
        backup_database.require_nobody_connected()
        cache.clear()
        begin_again()
        backup_database.empty()
        for name in _FOLDERS:
            shutil.rmtree(settings.DATA_DIR / name, ignore_errors=True)
        prepare(demo=True)
