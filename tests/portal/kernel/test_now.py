"""A day is a day in Morocco, also when the clock moves for Ramadan."""

from datetime import UTC, date, datetime

import pytest

from portal.kernel.now import at, local_date, local_midnight, now, today

CASES = [
    # 23:30 UTC is half past midnight in Morocco (UTC+1) ...
    (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), date(2026, 11, 25)),
    # ... but not in Ramadan, when Morocco is at UTC.
    (datetime(2026, 3, 1, 23, 30, tzinfo=UTC), date(2026, 3, 1)),
    (datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC), date(2026, 11, 24)),
]


@pytest.mark.parametrize(("moment", "day"), CASES)
def test_a_moment_falls_on_its_local_day(moment, day):
    assert local_date(moment) == day


@pytest.mark.parametrize("day", [date(2026, 2, 15), date(2026, 3, 1), date(2026, 3, 22), date(2026, 11, 24)])
def test_a_day_begins_at_its_local_midnight(day):
    assert local_date(local_midnight(day)) == day


def test_the_moment_can_be_set_for_a_block():
    with at(datetime(2027, 2, 28, 12, tzinfo=UTC)):
        assert today() == date(2027, 2, 28)
    assert now().year >= 2026


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="aware"), at(datetime(2027, 1, 1)):
        pass
