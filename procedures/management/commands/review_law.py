"""`manage.py review_law`: list the rules of law that are marked uncertain, for a lawyer to work through."""

from __future__ import annotations

import csv
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from procedures.models import ProcedureKey
from procedures.uncertain import UNCERTAIN, snapshots_to_review, uncertain_rules


class Command(BaseCommand):
    help = "List every rule of law whose text was not read, with its source."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--confidence", choices=[str(word) for word in UNCERTAIN], default="", help="this one only")
        parser.add_argument("--code", default="", help="one procedure only (U6)")
        parser.add_argument("--format", choices=("text", "csv"), default="text")
        parser.add_argument("--language", choices=("ar", "fr"), default="fr", help="of the rules in words")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["code"] and not ProcedureKey.objects.filter(code=options["code"]).exists():
            raise CommandError(f"no procedure has the code {options['code']}")
        with override(options["language"]):
            rules = [
                rule
                for snapshot in snapshots_to_review(code=options["code"])
                for rule in uncertain_rules(snapshot, confidence=options["confidence"])
            ]
            if options["format"] == "csv":
                writer = csv.writer(self.stdout)
                writer.writerow(("code", "place", "rule", "source", "confidence"))
                writer.writerows((rule.code, rule.place, rule.words, rule.source, rule.confidence) for rule in rules)
                return
            for rule in rules:
                self.stdout.write(f"{rule.code}  {rule.confidence:6}  {rule.place}")
                self.stdout.write(f"    {rule.words}")
                self.stdout.write(f"    {rule.source or '-'}")
            self.stdout.write(f"{len(rules)} rules")
