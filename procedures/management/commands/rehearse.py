"""`manage.py rehearse`: play the cases of the catalogue files on the law of the same files, without a database's law.

For who edits a catalogue file: what the change does to each case, before it is loaded. `--take` writes the new outcomes
into the file of the cases, to be read in the diff.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from portal.kernel.errors import DomainError
from procedures import catalogue_file
from procedures.case_file import FiledCase
from procedures.catalogue_file import CatalogueFile
from procedures.conditions import Place
from procedures.rehearsal import Case, Outcome, differences, rehearse

from .load_catalogue import FOLDER


class Command(BaseCommand):
    help = "Play the rehearsal cases of the catalogue files on the law of those files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="folder of YAML files")
        parser.add_argument("--code", help="one procedure only")
        parser.add_argument("--language", choices=("ar", "fr"), default="fr", help="of the sentences")
        parser.add_argument(
            "--take", action="store_true", help="write the outcomes found as expected into the case files"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = catalogue_file.read_folder(options["folder"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        differing = 0
        with override(options["language"]):
            for file in files:
                if file.cases and options["code"] in (None, file.snapshot.code):
                    differing += self._play(file)
                    if options["take"]:
                        take(file)
        if differing and not options["take"]:
            raise CommandError(f"{differing} cases have another outcome than expected")

    def _play(self, file: CatalogueFile) -> int:
        differing = 0
        for case in file.cases:
            found = differences(Outcome.from_plain(case.expected), rehearse(file.snapshot, pure(case)), file.snapshot)
            differing += bool(found)
            self.stdout.write(f"{file.snapshot.code} {case.code}: {'; '.join(found) if found else 'as expected'}")
        return differing


def pure(case: FiledCase) -> Case:
    """The pure case of one in a file."""
    place = Place(code="", urban=case.urban, province_code="", region_code="", population=case.population)
    return Case(place, date.fromisoformat(case.filed_on), case.answers, case.rates)


def take(file: CatalogueFile) -> None:
    """Write the outcomes of `file` into its cases; the comment on top of the file stays."""
    path = file.path.parent / "cases" / f"{file.snapshot.code}.yaml"
    text = path.read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    plain = yaml.safe_load(text)
    by_code = {case.code: case for case in file.cases}
    for row in plain["cases"]:
        row["expected"] = rehearse(file.snapshot, pure(by_code[row["code"]])).to_plain()
    body = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=150, default_flow_style=None)
    path.write_text(head + body, encoding="utf-8")
