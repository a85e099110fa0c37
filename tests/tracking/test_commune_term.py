"""A commune's own term: it gives a number of days; how they are counted is dated data of the law, never the code's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.factories import MONDAY, OCCUPATION, filed_dossier
from tracking.lifecycle import due
from tracking.lifecycle.delays import ensure_delays
from tracking.models import CountingRule

WITHOUT_TERM = replace(OCCUPATION, terms=())
DAY = timedelta(days=1)


@pytest.fixture
def published(town):
    town.version(WITHOUT_TERM)
    town.publish(WITHOUT_TERM, term={"amount": 12, "unit": "calendar_days", "source": "Pratique"})
    return town


def test_a_communes_days_are_counted_as_the_rule_in_force_says(published):
    dossier = filed_dossier(published, WITHOUT_TERM)
    # The twelfth day is a Saturday.
    assert dossier.due_on == date(2026, 10, 19)


def test_a_rule_holds_for_the_filings_of_its_days(published):
    before = filed_dossier(published, WITHOUT_TERM)
    CountingRule.objects.update(valid_until=(MONDAY + DAY).date())
    CountingRule.objects.create(
        code="commune_term",
        start_event="filing",
        stop_event="signed",
        franc=True,
        carry_over=False,
        valid_from=(MONDAY + 2 * DAY).date(),
        source="Circulaire",
        confidence="low",
    )
    after = filed_dossier(published, WITHOUT_TERM, at=MONDAY + 2 * DAY)
    told = [(term.franc, term.carry_over, str(term.stop_event)) for term in map(due.term_of, (before, after))]
    assert told == [(False, True, "notified"), (True, False, "signed")]


def test_without_a_rule_no_way_of_counting_is_invented(published):
    CountingRule.objects.all().delete()
    with pytest.raises(CountingRule.DoesNotExist):
        filed_dossier(published, WITHOUT_TERM)


def test_every_rule_has_its_source_and_is_added_once(db):
    assert ensure_delays() == 0
    row = CountingRule.objects.get(code="commune_term")
    assert row.source
    row.confidence = "high"
    row.save()
    ensure_delays()
    row.refresh_from_db()
    assert row.confidence == "high"
