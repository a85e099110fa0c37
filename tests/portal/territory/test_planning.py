"""What the planning documents of a commune make of a request (law 12-90 art. 21-27), day by day; numbers are dated rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.territory.models import Commune, PlanningDocument, PlanningRule, Province, Region
from portal.territory.planning import Ground, Plan, planning_of, study_ends
from portal.territory.planning import PlanningRule as Rule
from portal.territory.publishing import ensure_rules, publish_plans, rules, standing_of

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONG_AGO = date(1992, 7, 15)
RULES = (
    Rule("study_months", 6, LONG_AGO),
    Rule("study_renewal_months", 6, LONG_AGO),
    Rule("draft_months", 12, LONG_AGO),
)
STUDY = Plan("development_plan", study_published_on=date(2026, 1, 15))
DRAFT = Plan("development_plan", study_published_on=date(2026, 1, 15), inquiry_closed_on=date(2026, 10, 1))
DAY = timedelta(days=1)


def grounds(plan: Plan, on: date) -> list[str]:
    return [effect.ground.value for effect in planning_of([plan], on, RULES).effects]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 14), []),
        (date(2026, 1, 15), ["studied"]),
        (date(2026, 7, 14), ["studied"]),
        (date(2026, 7, 15), ["lapsed"]),
    ],
)
def test_a_study_order_defers_for_six_months_from_its_publication(on, expected):
    assert grounds(STUDY, on) == expected


def test_it_is_renewed_once_for_as_long_and_only_while_it_runs():
    renewed = Plan("development_plan", study_published_on=date(2026, 1, 15), study_renewed_on=date(2026, 7, 1))
    assert study_ends(renewed, RULES) == date(2027, 1, 15)
    late = Plan("development_plan", study_published_on=date(2026, 1, 15), study_renewed_on=date(2026, 7, 16))
    assert study_ends(late, RULES) == date(2026, 7, 15)


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 9, 30), ["lapsed"]), (date(2026, 10, 1), ["drafted"]), (date(2027, 9, 30), ["drafted"])],
)
def test_the_draft_binds_from_the_close_of_the_inquiry(on, expected):
    assert grounds(DRAFT, on) == expected


def test_a_draft_not_approved_within_twelve_months_binds_nobody_and_what_rules_is_unknown():
    standing = planning_of([DRAFT], date(2027, 10, 1), RULES)
    assert [effect.ground for effect in standing.effects] == [Ground.LAPSED]
    assert not standing.known


def test_an_order_still_running_and_the_draft_it_led_to_hold_together():
    plan = Plan("development_plan", study_published_on=date(2026, 1, 15), inquiry_closed_on=date(2026, 5, 1))
    standing = planning_of([plan], date(2026, 6, 1), RULES)
    assert (len(standing.must_defer), len(standing.bound_by_draft)) == (1, 1)


def test_the_approval_ends_order_and_draft():
    approved = Plan("development_plan", inquiry_closed_on=date(2026, 10, 1), approved_on=date(2026, 12, 1))
    assert grounds(approved, date(2026, 11, 30)) == ["drafted"]
    assert grounds(approved, date(2026, 12, 1)) == ["approved"]


def test_a_plan_that_ended_says_nothing():
    assert grounds(Plan("zoning_plan", approved_on=date(2010, 1, 1), ended_on=date(2020, 1, 1)), date(2020, 1, 1)) == []


def test_nothing_told_is_unknown_and_not_the_same_as_no_plan():
    assert not planning_of([], date(2026, 1, 1), RULES).known
    assert planning_of([Plan("no_plan")], date(2026, 1, 1), RULES).known


def test_what_binds_most_is_told_first():
    plans = [Plan("zoning_plan", approved_on=date(2010, 1, 1)), STUDY]
    standing = planning_of(plans, date(2026, 2, 1), RULES)
    assert [effect.ground for effect in standing.effects] == [Ground.STUDIED, Ground.APPROVED]


def test_the_number_of_months_is_the_one_in_force_when_the_order_was_published():
    changed = (*RULES, Rule("study_months", 9, date(2026, 6, 1)))
    assert study_ends(STUDY, changed) == date(2026, 7, 15)
    assert study_ends(Plan("development_plan", study_published_on=date(2026, 6, 1)), changed) == date(2027, 3, 1)


def test_without_a_number_no_end_is_invented():
    (effect,) = planning_of([STUDY], date(2030, 1, 1), ()).effects
    assert (effect.ground, effect.until) == (Ground.STUDIED, None)


@pytest.fixture
def commune(db) -> Commune:
    region = Region.objects.create(code="98", slug="region", name_fr="Région", name_ar="جهة")
    province = Province.objects.create(code="98.001", slug="essai", name_fr="Essai", name_ar="اختبار", region=region)
    return Commune.objects.create(code="98.001.01.01", slug="ville", name_fr="V", name_ar="م", province=province)


def test_the_numbers_of_the_law_are_there_with_their_source_and_stay_as_an_operator_left_them(commune):
    assert PlanningRule.objects.filter(code="study_months", amount=6, source__contains="art. 21").exists()
    assert ensure_rules() == 0
    PlanningRule.objects.filter(code="study_months").delete()
    assert ensure_rules() == 1


def test_the_register_reads_the_documents_told_at_a_moment(commune):
    publish_plans(commune, [STUDY], at=AT)
    publish_plans(commune, [Plan("no_plan")], at=AT + DAY)
    day = date(2026, 3, 2)
    assert standing_of(commune, on=day, at=AT).must_defer
    assert standing_of(commune, on=day, at=AT + DAY).effects[0].ground is Ground.NO_PLAN
    assert not standing_of(commune, on=day, at=AT - DAY).known


def test_publishing_again_without_a_change_adds_no_row_and_ends_none(commune):
    publish_plans(commune, [STUDY, DRAFT], at=AT)
    assert publish_plans(commune, [DRAFT, STUDY], at=AT + DAY) == 0
    assert publish_plans(commune, [DRAFT], at=AT + 2 * DAY) == 0
    assert PlanningDocument.objects.filter(told_until=None).count() == 1


def test_a_number_that_changes_is_read_at_once(commune):
    assert standing_of(commune, on=date(2026, 3, 2), at=AT).effects == ()
    PlanningRule.objects.get(code="study_months").delete()
    assert "study_months" not in {rule.code for rule in rules()}
