"""Whose time a file took, read from its journal against the budgets of its version."""

from datetime import date, timedelta

from tests.factories import MONDAY, awaiting_decision, dossier_in_session, filed_dossier, incomplete_dossier
from tracking.actions.prepare_decision import prepare_decision
from tracking.actions.withdraw_dossier import withdraw_dossier
from tracking.clock.budgets import days_late_by_holder, holders_now
from tracking.lifecycle.passages import spent_times

DAY = timedelta(days=1)


def spent(dossier, at):
    return spent_times(dossier, dossier.events.order_by("sequence"), at=at)


def read(dossier, at):
    return [(s.stage.code if s.stage else s.state.value, s.time.holder) for s in spent(dossier, at)]


def test_the_service_that_kept_a_file_too_long_is_late_and_nobody_else(town):
    dossier = filed_dossier(town)
    prepare_decision(dossier=dossier, finding="مطابق", actor=town.technician, at=MONDAY + 9 * DAY)

    times = [passage.time for passage in spent(dossier, MONDAY + 10 * DAY)]
    assert [(time.stage, time.holder, time.days_late) for time in times] == [
        ("check", "technical", 2),
        ("decide", "president", 0),
    ]
    assert times[0].due_on == date(2026, 10, 12)
    assert days_late_by_holder(times) == {"technical": 2}
    assert holders_now(times) == ("president",)


def test_the_applicants_own_time_has_no_budget(town):
    dossier = incomplete_dossier(town)
    (passage,) = spent(dossier, MONDAY + 60 * DAY)
    assert (passage.stage, passage.time.holder, passage.time.due_on, passage.time.days_late) == (
        None,
        "applicant",
        None,
        0,
    )


def test_the_session_and_the_way_to_it_are_one_stage(town):
    assert read(dossier_in_session(town), MONDAY + 4 * DAY) == [("session", "secretariat")]


def test_a_file_that_has_ended_is_held_by_nobody(town):
    dossier = awaiting_decision(town)
    withdraw_dossier(dossier=dossier, actor=dossier.applicant, at=MONDAY + 5 * DAY)
    assert holders_now([passage.time for passage in spent(dossier, MONDAY + 6 * DAY)]) == ()


def test_what_has_not_happened_yet_is_not_read(town):
    dossier = awaiting_decision(town)
    assert read(dossier, MONDAY + timedelta(minutes=1)) == [("check", "technical")]
