"""`manage.py load_search_words`: load what people type and where it leads; say what changed and what was left to editors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.search.loading import load
from home.search.word_files import FOLDER, read_folder
from portal.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Load the words of the public search; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="folder of YAML files")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load(read_folder(options["folder"]))
        except (DomainError, ValidationError) as error:
            raise CommandError(str(error)) from error
        if not options["verbosity"]:
            return
        for verb, names in (("created", report.created), ("changed", report.changed), ("dropped", report.dropped)):
            if names:
                self.stdout.write(f"{verb}: {len(names)}")
        for name in report.kept:
            self.stdout.write(f"kept the editor's {name}")
        if report.did_nothing:
            self.stdout.write("nothing new")
