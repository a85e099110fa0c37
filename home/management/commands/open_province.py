"""`manage.py open_province 08.577`: make the pages of a province, its communes and their procedures, in three languages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home import opening, rights
from portal.kernel.now import now, today
from portal.territory.models import Province


class Command(BaseCommand):
    help = "Open one province (HCP code); safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="HCP code of the province, such as 08.577")

    def handle(self, *args: Any, **options: Any) -> None:
        province = Province.objects.filter(code=options["code"].rstrip(".")).first()
        if province is None:
            raise CommandError(f"no province has the code {options['code']}; run load_territory first")
        report = opening.open_province(province, at=now())
        rights.project_all(on=today())
        if not options["verbosity"]:
            return
        for kind, count in report.made.items():
            self.stdout.write(f"{kind}: {count} made")
        for address in report.skipped:
            self.stdout.write(f"skipped, the address is taken: {address}")
        if not report.made:
            self.stdout.write("Nothing was missing.")
