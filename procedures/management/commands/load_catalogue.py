"""`manage.py load_catalogue`: load the catalogue files and say what changed, what was left to editors, what is in force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.kernel.errors import DomainError
from portal.kernel.now import now
from procedures import catalogue_file, catalogue_loader
from procedures.catalogue_loader import LoadReport
from procedures.models import ProcedureKey
from procedures.versions import sweep

FOLDER = Path(catalogue_file.__file__).parent / "catalogue"


class Command(BaseCommand):
    help = "Load the catalogue of procedures; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="folder of YAML files")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        try:
            files = catalogue_file.read_folder(options["folder"])
            for file in files:
                report = catalogue_loader.load(file, at=at)
                if options["verbosity"]:
                    self._report(report)
        except (DomainError, ValidationError) as error:
            raise CommandError(str(error)) from error
        sweep(at=now())
        for file in files if options["verbosity"] else ():
            self._state(ProcedureKey.objects.get(code=file.snapshot.code))

    def _report(self, report: LoadReport) -> None:
        if report.left_alone:
            self.stdout.write(f"{report.code}: left alone, it is a {report.left_alone} of an editor")
            return
        if report.created:
            self.stdout.write(f"{report.code}: created")
        for place in report.changed:
            self.stdout.write(f"{report.code}: changed {place}")
        for place in report.kept:
            self.stdout.write(f"{report.code}: kept the editor's {place}")
        for language, count in report.translated.items():
            if count:
                self.stdout.write(f"{report.code}: {count} sentences in {language}")
        if report.did_nothing:
            self.stdout.write(f"{report.code}: nothing new")

    def _state(self, key: ProcedureKey) -> None:
        version = key.versions.order_by("-number").first()
        self.stdout.write(f"{key.code}: version {version.number}" if version else f"{key.code}: not in force")
        attempt = getattr(key, "freeze_attempt", None)
        for finding in attempt.findings if attempt else ():
            if finding["code"] != "unchanged":
                self.stdout.write(f"  {finding['sentence']}")
