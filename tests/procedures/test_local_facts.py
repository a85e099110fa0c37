"""A commune's own facts: typed on one page, dated at its publication, the same in every language, never law."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from home.opening import open_province
from portal.kernel.now import at as at_moment
from procedures import local_facts
from procedures.local import facts_in_force, publish_facts
from procedures.models import LocalPublication, ProcedurePage
from procedures.snapshot import FeeRule, Prose, Snapshot, Stage, TermRule, Text

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = Text(ar="كلمات", fr="mots")


def snapshot(**parts) -> Snapshot:
    return Snapshot(code="T1", family="urbanism", act="permit", authority="president", prose=Prose(WORDS), **parts)


def names(**parts) -> set[str]:
    return {name.removeprefix(local_facts.PREFIX) for name in local_facts.fields_of(snapshot(**parts))}


def test_a_rate_is_asked_for_each_fee_of_the_law_and_no_other():
    assert "rate_tax" in names(fees=(FeeRule("tax", "fixed", WORDS),))
    assert not [name for name in names(fees=(FeeRule("tax", "none", WORDS),)) if name.startswith("rate_")]


def test_a_term_is_asked_only_where_the_law_sets_none():
    assert "term_amount" in names()
    assert "term_amount" not in names(terms=(TermRule(10, "working_days"),))


def test_the_effect_of_one_negative_opinion_is_asked_only_where_the_law_leaves_it():
    assert "one_negative_blocks" in names(circuit=(Stage("v", "visit", "bodies", one_negative_blocks=None),))
    assert "one_negative_blocks" not in names(circuit=(Stage("v", "visit", "bodies", one_negative_blocks=False),))


@pytest.mark.parametrize(
    ("typed", "right"), [("500", True), ("500.01", False), ("19.99", False), ("-1", False), ("x", False)]
)
def test_a_rate_beyond_the_limits_of_the_law_is_refused(typed, right):
    field = local_facts.fields_of(snapshot(fees=(FeeRule("tax", "fixed", WORDS, floor="20", ceiling="500"),)))[
        "local_rate_tax"
    ]
    if right:
        field.clean(typed)
    else:
        with pytest.raises(ValidationError):
            field.clean(typed)


def test_facts_go_through_the_form_unchanged():
    facts = {
        "online": False,
        "office": {"ar": "مكتب", "fr": "Bureau"},
        "rates": {"tax": "300.00"},
        "order": "12 / 2025",
        "one_negative_blocks": True,
        "bodies": ["roads"],
        "term": {"amount": 15, "unit": "calendar_days", "source": "Pratique"},
    }
    assert local_facts.facts_from(_cleaned(facts)) == facts


def _cleaned(facts):
    from decimal import Decimal

    cleaned = local_facts.initial_of(facts)
    return {name: Decimal(value) if name.startswith("local_rate_") else value for name, value in cleaned.items()}


def test_what_is_empty_is_no_fact():
    assert local_facts.facts_from({"local_online": True, "local_office_ar": "", "local_rate_tax": None}) == {
        "online": True
    }


def test_a_term_without_a_unit_is_refused():
    with pytest.raises(ValidationError):
        local_facts.facts_from({"local_term_amount": 15, "local_term_unit": ""})


@pytest.mark.django_db
def test_a_file_keeps_the_facts_of_its_filing_moment(loaded, commune):
    key = loaded.key
    publish_facts(commune=commune, key=key, facts={"hours": {"fr": "9-12"}}, actor=None, at=AT)
    publish_facts(commune=commune, key=key, facts={"hours": {"fr": "14-16"}}, actor=None, at=AT + timedelta(days=3))
    assert facts_in_force(commune, key, at=AT + timedelta(days=2)).facts["hours"]["fr"] == "9-12"
    assert facts_in_force(commune, key, at=AT + timedelta(days=3)).facts["hours"]["fr"] == "14-16"
    assert facts_in_force(commune, key, at=AT - timedelta(seconds=1)) is None


@pytest.mark.django_db
def test_publishing_again_without_a_change_adds_nothing(loaded, commune):
    publish_facts(commune=commune, key=loaded.key, facts={"online": True}, actor=None, at=AT)
    assert publish_facts(commune=commune, key=loaded.key, facts={"online": True}, actor=None, at=AT) is None
    assert LocalPublication.objects.count() == 1


@pytest.mark.django_db
def test_the_publication_of_the_page_that_carries_them_dates_the_facts(loaded, commune):
    open_province(commune.province, at=AT)
    carrying = ProcedurePage.objects.get(carries_facts=True)
    assert carrying.locale.language_code == "ar"
    carrying.facts = {"hours": {"fr": "9-12"}}
    with at_moment(AT):
        carrying.save_revision().publish()
    assert facts_in_force(commune, loaded.key, at=AT).facts == {"hours": {"fr": "9-12"}}
    other = ProcedurePage.objects.get(locale__language_code="fr")
    other.facts = {"hours": {"fr": "never"}}
    with at_moment(AT + timedelta(days=1)):
        other.save_revision().publish()
    assert LocalPublication.objects.count() == 1
