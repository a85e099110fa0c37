"""Days moved by decree come with their source, once, and never over what an office recorded."""

from datetime import UTC, date, datetime

from portal.territory.days import calendar
from portal.territory.decreed import load_decreed_days
from portal.territory.models import DecreedDay


def test_the_known_days_are_loaded_once_with_source_and_confidence(db):
    assert load_decreed_days() == ["2024-04-12", "2025-06-06", "2025-06-09", "2026-03-23"]
    assert load_decreed_days() == []
    for row in DecreedDay.objects.all():
        row.full_clean()
        assert row.source
    off = [
        day for day in (date(2024, 4, 12), date(2025, 6, 9), date(2026, 3, 23)) if not calendar().is_working_day(day)
    ]
    assert len(off) == 3
    assert calendar().is_working_day(date(2025, 6, 6))


def test_what_an_office_recorded_stands(db):
    own = {"kind": "working", "reason_fr": "Note", "reason_ar": "مذكرة", "source": "Circulaire", "confidence": "high"}
    DecreedDay.objects.create(day=date(2026, 3, 23), recorded_at=datetime(2026, 3, 1, tzinfo=UTC), **own)
    assert "2026-03-23" not in load_decreed_days()
    assert DecreedDay.objects.filter(day=date(2026, 3, 23), **own).exists()
