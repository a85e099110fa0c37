"""`manage.py restore FILE`: put back what `backup` saved. The portal must be stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.kernel.backup import bring_back
from portal.kernel.errors import DomainError
from portal.kernel.now import now
from portal.kernel.running import in_charge


class Command(BaseCommand):
    help = "Puts back database, files and keys from an archive; what is there already is kept beside."
    # The database may be missing or broken: that is why it is restored.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, nargs="?")
        parser.add_argument("--force", action="store_true", help="Put the archive in place of data that is there.")

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["source"]
        if source is None:
            raise CommandError("Say which archive to put back: make restore FROM=turagt-….tar")
        if not source.is_file():
            raise CommandError(f"There is no file {source}.")
        try:
            with in_charge(settings.DATA_DIR, of="a restore"):
                kept = bring_back(source, at=now(), replace=options["force"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if kept is not None:
            self.stdout.write(f"What was there before is kept in {kept}. Remove it when you no longer need it.")
        self.stdout.write("Restored. Start the portal again.")
