"""`manage.py backup [FILE]`: database, files and keys in one archive, also while the portal runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.kernel.backup import save
from portal.kernel.errors import DomainError
from portal.kernel.now import LOCAL, now


class Command(BaseCommand):
    help = "Saves database, files and keys in one archive, readable by its owner only."
    # A portal that would not start is saved all the same.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, nargs="?", help="by default a file named by the moment, here")
        parser.add_argument("--force", action="store_true", help="Write over a file of that name.")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        target = options["target"] or Path(f"turagt-{at.astimezone(LOCAL):%Y%m%d-%H%M%S}.tar")
        try:
            save(target, at=at, replace=options["force"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        size = target.stat().st_size / 1e6
        self.stdout.write(f"Saved in {target} ({size:.1f} MB). It holds the keys: keep it where only you can read it.")
