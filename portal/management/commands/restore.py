"""`manage.py restore FILE`: put back what `backup` saved. The portal must be stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.kernel.backup import bring_back
from portal.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Puts back database, files and keys from an archive, in place of the present ones."
    # The database may be missing or broken: that is why it is restored.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["source"].exists():
            raise CommandError(f"There is no {options['source']}.")
        try:
            bring_back(options["source"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Restored. Start the portal again.")
