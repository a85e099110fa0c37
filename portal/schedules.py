"""Every periodic task of the portal on one screen: what runs, how often, and why; the rows follow this list at each migration.

Times are Morocco's. A task that was missed runs at the next turn: each of them looks at what is there, not at the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connections, transaction
from django_q.models import Schedule

from portal.kernel.now import LOCAL, local_date, local_midnight, now


@dataclass(frozen=True, slots=True)
class Periodic:
    """`minutes`: how often; or `hour` and `minute`: once a day, local time."""

    name: str
    task: str
    minutes: int = 0
    hour: int = 0
    minute: int = 0


PERIODIC: Final = (
    # What waits in the outbox: a worker died, or the mail server was down.
    Periodic("notices", "tracking.notifications.delivery.sweep_notices", minutes=1),
    # What a dead process left between number, signature, notification and delivery.
    Periodic("issuing", "tracking.tasks.sweep_issuing", minutes=5),
    # The end of a term: at once after midnight, and again in the day for what a late decree or a dead worker left.
    Periodic("clock", "tracking.tasks.sweep_clock", hour=0, minute=1),
    Periodic("clock-hourly", "tracking.tasks.sweep_clock", minutes=60),
    Periodic("validity", "tracking.tasks.sweep_validity", hour=0, minute=30),
    Periodic("due-dates", "tracking.tasks.recompute_due_dates", hour=1),
    # What editors scheduled, and what a dead process published without freezing it.
    Periodic("publications", "procedures.tasks.publish_scheduled", minutes=5),
    Periodic("versions", "procedures.tasks.sweep_versions", minutes=10),
    # Grants begin and end on a date, without anyone saving them.
    Periodic("rights", "home.tasks.sweep_rights", hour=0, minute=5),
    # Sign-ups never finished, ended sessions and old failures to sign in: nobody's data is kept by neglect.
    Periodic("accounts", "portal.accounts.tasks.sweep_accounts", hour=3),
    # Drafts past their time.
    Periodic("drafts", "forms.tasks.sweep_drafts", hour=2),
    # Files that a dead process left to nobody; after the drafts, whose files go with them.
    Periodic("leftovers", "portal.kernel.leftovers.sweep_leftovers", hour=2, minute=30),
)


def ensure(*, at: datetime, using: str = "default") -> None:
    """Make the rows of the queue equal to the list; safe to run twice and at once."""
    rows = Schedule.objects.using(using)
    with transaction.atomic(using=using):
        for periodic in PERIODIC:
            rows.update_or_create(
                name=f"turagt:{periodic.name}",
                defaults={
                    "func": periodic.task,
                    "schedule_type": Schedule.MINUTES if periodic.minutes else Schedule.DAILY,
                    "minutes": periodic.minutes or None,
                    "repeats": -1,
                },
                create_defaults={
                    "func": periodic.task,
                    "schedule_type": Schedule.MINUTES if periodic.minutes else Schedule.DAILY,
                    "minutes": periodic.minutes or None,
                    "repeats": -1,
                    "next_run": first_run(periodic, at=at),
                },
            )
        names = [f"turagt:{periodic.name}" for periodic in PERIODIC]
        rows.filter(name__startswith="turagt:").exclude(name__in=names).delete()


def first_run(periodic: Periodic, *, at: datetime) -> datetime:
    """The first moment after `at` at which the task is due."""
    if periodic.minutes:
        return at + timedelta(minutes=periodic.minutes)
    today = local_date(at)
    for day in (today, today + timedelta(days=1)):
        hour = local_midnight(day).astimezone(LOCAL).replace(hour=periodic.hour, minute=periodic.minute)
        if hour > at:
            return hour
    raise AssertionError("tomorrow comes after today")


def ensure_after_migrate(*, using: str, **_sent: Any) -> None:
    """Receiver of `post_migrate`, which is also sent after a migration of some apps only."""
    if Schedule._meta.db_table in connections[using].introspection.table_names():
        ensure(at=now(), using=using)
