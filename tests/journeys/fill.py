"""Runs in a process of its own: `law` fills a migrated database with what all journeys share, `people` adds the roles."""

from __future__ import annotations

import sys

import django
from django.core.management import call_command


def law() -> None:
    """The territory, the catalogue in force, the pages of Tinghir province."""
    call_command("load_territory", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    call_command("open_province", "08.577", verbosity=0)


def people() -> None:
    """The demonstration's accounts with their keys, and the facts that the commune of the demonstration publishes."""
    from home.demo.accounts import COMMUNE_CODE, ensure_accounts
    from home.demo.content import publish_terrace_facts
    from portal.kernel.now import now
    from portal.territory.models import Commune

    ensure_accounts(at=now())
    publish_terrace_facts(Commune.objects.get(code=COMMUNE_CODE), at=now())


if __name__ == "__main__":
    django.setup()
    {"law": law, "people": people}[sys.argv[1]]()
