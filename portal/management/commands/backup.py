"""`manage.py backup FILE`: database, files and keys in one archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.kernel.backup import save
from portal.kernel.now import now


class Command(BaseCommand):
    help = "Saves database, files and keys in one archive, readable by its owner only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        save(options["target"], at=now())
        self.stdout.write(f"Saved in {options['target']} ({options['target'].stat().st_size / 1e6:.1f} MB).")
