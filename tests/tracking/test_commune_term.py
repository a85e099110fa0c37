"""A commune's own term: it gives a number of days; how they are counted is dated data of the law, never the code's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.kernel.errors import Unavailable
from tests.factories import MONDAY, OCCUPATION, filed_dossier, incomplete_dossier
from tracking.lifecycle import due
from tracking.lifecycle.delays import ensure_delays
from tracking.models import CountingRule, Dossier, LegalDelay

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
    with pytest.raises(Unavailable) as refusal:
        filed_dossier(published, WITHOUT_TERM)
    assert refusal.value.code == "law_missing"
    assert not Dossier.objects.visible_to(published.clerk).exists()


def test_without_a_common_delay_none_is_invented(town):
    LegalDelay.objects.filter(code="give_pieces").update(valid_until=MONDAY.date() - DAY)
    with pytest.raises(Unavailable) as refusal:
        incomplete_dossier(town)
    assert (refusal.value.code, refusal.value.data["rule"]) == ("law_missing", "give_pieces")
    assert not Dossier.objects.visible_to(town.clerk).exists()


@pytest.mark.parametrize(
    ("rows", "gap"),
    [
        ([], date(2026, 1, 1)),
        ([("2020-01-01", None)], None),
        ([("2020-01-01", "2026-06-30")], date(2026, 7, 1)),
        ([("2026-01-02", None)], date(2026, 1, 1)),
        ([("2020-01-01", "2026-06-30"), ("2026-07-01", None)], None),
        ([("2020-01-01", "2026-06-30"), ("2026-07-02", None)], date(2026, 7, 1)),
        ([("2020-01-01", "2027-12-31"), ("2021-01-01", "2021-12-31"), ("2027-06-01", None)], None),
        ([("2020-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31")], date(2027, 1, 1)),
    ],
)
def test_the_first_day_without_a_row_is_found(db, rows, gap):
    for begins, ends in rows:
        LegalDelay.objects.create(
            code="of_this_test", amount=1, unit="months", valid_from=begins, valid_until=ends, source="s"
        )
    assert LegalDelay.objects.filter(code="of_this_test").first_gap(since=date(2026, 1, 1)) == gap


def test_every_rule_has_its_source_and_is_added_once(db):
    assert ensure_delays() == 0
    row = CountingRule.objects.get(code="commune_term")
    assert row.source
    row.confidence = "high"
    row.save()
    ensure_delays()
    row.refresh_from_db()
    assert row.confidence == "high"
