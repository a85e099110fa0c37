"""Periodic tasks: each exists, is queued once, and follows the list."""

from datetime import UTC, datetime

import pytest
from django.utils.module_loading import import_string
from django_q.models import Schedule

from portal.schedules import PERIODIC, Periodic, ensure, first_run

AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("periodic", PERIODIC, ids=lambda periodic: periodic.name)
def test_each_task_exists(periodic):
    assert callable(import_string(periodic.task))


def test_the_rows_of_the_queue_are_the_list(db):
    Schedule.objects.create(name="turagt:gone", func="x.y", schedule_type="D")
    Schedule.objects.create(name="another", func="x.y", schedule_type="D")
    for _twice in range(2):
        ensure(at=AT)
    rows = Schedule.objects.filter(name__startswith="turagt:")
    assert set(rows.values_list("name", "func")) == {(f"turagt:{p.name}", p.task) for p in PERIODIC}
    assert Schedule.objects.filter(name="another").exists()


def test_a_changed_list_does_not_put_off_what_is_due(db):
    ensure(at=AT)
    before = Schedule.objects.get(name="turagt:clock").next_run
    ensure(at=datetime(2026, 12, 1, tzinfo=UTC))
    assert Schedule.objects.get(name="turagt:clock").next_run == before


@pytest.mark.parametrize(
    ("at", "first"),
    [
        (AT, datetime(2026, 10, 5, 23, 1, tzinfo=UTC)),  # one minute past midnight in Morocco
        (datetime(2026, 10, 5, 22, 0, tzinfo=UTC), datetime(2026, 10, 5, 23, 1, tzinfo=UTC)),
        (datetime(2026, 10, 5, 23, 1, tzinfo=UTC), datetime(2026, 10, 6, 23, 1, tzinfo=UTC)),
        (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), datetime(2026, 3, 3, 0, 1, tzinfo=UTC)),  # Ramadan
    ],
)
def test_a_daily_task_runs_at_its_local_hour(at, first):
    assert first_run(Periodic("x", "x.y", hour=0, minute=1), at=at) == first
