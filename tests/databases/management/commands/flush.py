"""`flush` as the suite needs it: the worker's copy is put back as the template was, instead of every table being emptied.

Django calls it after each transactional test. Emptying would fail on append-only tables and take the locales and the
root page away from the tests that follow.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from tests.databases.templates import copies


class Command(BaseCommand):
    help = "Put this worker's copy of the test database back as its template was."
    stealth_options = ("interactive", "database", "reset_sequences", "allow_cascade", "inhibit_post_migrate")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = copies()
        if connections["default"].settings_dict["NAME"] != worker.copy:
            raise CommandError("This flush only puts back a copy made by the test run.")
        worker.restore()
