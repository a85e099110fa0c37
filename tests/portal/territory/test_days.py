"""The working calendar follows the decreed days as soon as they are recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.territory.days import calendar
from portal.territory.models import DecreedDay

pytestmark = pytest.mark.django_db

# A Tuesday without a feast.
TUESDAY = date(2026, 6, 2)


def _decree(day: date, kind: str) -> DecreedDay:
    return DecreedDay.objects.create(
        day=day,
        kind=kind,
        reason_fr="Décret",
        reason_ar="مرسوم",
        source="BO",
        recorded_at=datetime(2026, 5, 1, tzinfo=UTC),
    )


def test_a_day_decreed_off_is_off_at_once(django_capture_on_commit_callbacks):
    assert calendar().is_working_day(TUESDAY)
    with django_capture_on_commit_callbacks(execute=True):
        decreed = _decree(TUESDAY, "off")
    assert not calendar().is_working_day(TUESDAY)
    assert calendar().name_of(TUESDAY, "ar") == "مرسوم"
    with django_capture_on_commit_callbacks(execute=True):
        decreed.delete()
    assert calendar().is_working_day(TUESDAY)


def test_a_saturday_decreed_working_is_worked():
    saturday = date(2026, 6, 6)
    assert not calendar().is_working_day(saturday)
    _decree(saturday, "working")
    assert calendar().is_working_day(saturday)


def test_the_calendar_is_read_once(django_assert_num_queries):
    calendar()
    with django_assert_num_queries(0):
        assert calendar() is calendar()
