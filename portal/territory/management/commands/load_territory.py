"""`manage.py load_territory`: load the published territory and say what changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.territory import loading

SHOWN_AT_MOST = 20


class Command(BaseCommand):
    help = "Load regions, provinces, communes, arrondissements, review regimes and bodies; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        report = loading.load()
        if not options["verbosity"]:
            return
        for kind, codes in report.created.items():
            if codes:
                self.stdout.write(f"{kind}: {len(codes)} created")
        for kind, rows in report.changed.items():
            for code, columns in list(rows.items())[:SHOWN_AT_MOST]:
                self.stdout.write(f"{kind} {code}: changed {', '.join(columns)}")
            if len(rows) > SHOWN_AT_MOST:
                self.stdout.write(f"{kind}: {len(rows) - SHOWN_AT_MOST} more changed")
        for kind, codes in report.unpublished.items():
            for code in codes:
                self.stdout.write(f"{kind} {code}: no longer published, kept")
        if report.did_nothing:
            self.stdout.write("The territory is up to date.")
