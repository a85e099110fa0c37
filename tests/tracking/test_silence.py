"""Silence grants at the exact moment; the governor certifies, and the commune cannot undo it (law 55-19 art. 19)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from portal.kernel import now as clock
from portal.kernel.errors import Conflict, NotAllowed, Refused
from portal.kernel.text import language_of
from tests.factories import (
    MONDAY,
    OCCUPATION,
    REFECTION,
    SMALL_PROJECT,
    awaiting_decision,
    filed_dossier,
    incomplete_dossier,
    prepared_act,
)
from tracking import journal, tasks
from tracking.actions.certify_silence import certify_silence, decline_silence_certificate
from tracking.actions.complete_dossier import complete_dossier
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.grant_by_silence import grant_by_silence
from tracking.actions.list_remarks import Remarked
from tracking.actions.request_modifications import request_modifications
from tracking.actions.request_silence_certificate import request_silence_certificate
from tracking.actions.sign_act import sign_act
from tracking.lifecycle.due import clock_of
from tracking.models import ActState, Decision, DossierState

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
# Filed Monday 5 October 2026, ten working days: the term ends with Monday 19 October. Morocco is an hour ahead of UTC.
TERM_ENDS = datetime(2026, 10, 19, 23, 0, tzinfo=UTC)


def test_silence_grants_at_the_midnight_after_the_last_day_and_not_a_second_before(town):
    dossier = filed_dossier(town)
    assert not grant_by_silence(dossier=dossier, at=TERM_ENDS - SECOND)
    assert grant_by_silence(dossier=dossier, at=TERM_ENDS)
    assert (dossier.state, dossier.state_since) == (DossierState.TACITLY_GRANTED, TERM_ENDS)


def test_the_moment_is_the_terms_end_however_late_the_sweep_runs(town):
    dossier = filed_dossier(town)
    with clock.at(TERM_ENDS + 3 * DAY):
        tasks.sweep_clock()
    dossier.refresh_from_db()
    assert dossier.state_since == TERM_ENDS
    assert clock_of(dossier).segments[-1].since == TERM_ENDS
    assert dossier.events.last().facts["recorded_at"] == (TERM_ENDS + 3 * DAY).isoformat()


def test_the_sweep_is_safe_to_run_twice(town):
    dossier = filed_dossier(town)
    for _night in range(2):
        with clock.at(TERM_ENDS + DAY):
            tasks.sweep_clock()
    assert dossier.events.filter(kind="grant_by_silence").count() == 1
    assert journal.verify(dossier) == []


def test_a_fault_in_one_file_does_not_stop_the_terms_of_the_others(town, monkeypatch):
    broken, sound = filed_dossier(town), filed_dossier(town)
    settle = tasks.grant_by_silence

    def fail_once(*, dossier, at):
        if dossier.pk == broken.pk:
            raise KeyError("a version that cannot be read")
        return settle(dossier=dossier, at=at)

    monkeypatch.setattr(tasks, "grant_by_silence", fail_once)
    with clock.at(TERM_ENDS + DAY):
        assert tasks.sweep_clock() == 1
    sound.refresh_from_db()
    assert sound.state == DossierState.TACITLY_GRANTED


def test_no_silence_while_a_main_document_is_missing(town):
    dossier = incomplete_dossier(town)
    assert not grant_by_silence(dossier=dossier, at=MONDAY + 25 * DAY)


def test_off_the_silence_list_a_late_file_is_late_and_nothing_else(town):
    dossier = filed_dossier(town, OCCUPATION)
    with clock.at(MONDAY + 20 * DAY):
        tasks.sweep_clock()
    dossier.refresh_from_db()
    assert dossier.state == DossierState.ADMITTED
    assert dossier.overdue_since == datetime(2026, 10, 20, 23, 0, tzinfo=UTC)
    assert dossier.events.filter(kind="overdue").count() == 1


def test_a_refusal_in_a_drawer_is_silence(town, keys):
    act = prepared_act(town, outcome=Decision.Outcome.REFUSAL)
    dossier = act.dossier
    grant_by_silence(dossier=dossier, at=TERM_ENDS)
    act.refresh_from_db()
    assert (dossier.state, act.state) == (DossierState.TACITLY_GRANTED, ActState.VOIDED)
    # A code: whoever reads it is told in their own language, whichever language the sweep runs in.
    assert (act.state_cause, act.state_reason) == ("term_ended", "")
    with override("fr"):
        french = str(act.why)
    with override("ar"):
        assert language_of(str(act.why)) == "ar" != language_of(french)


@pytest.mark.parametrize("outcome", [Decision.Outcome.REFUSAL])
def test_after_the_term_a_refusal_is_impossible(town, outcome):
    dossier = awaiting_decision(town)
    with pytest.raises(Conflict):
        decide_dossier(
            dossier=dossier,
            outcome=outcome,
            reasons="سبب الرفض",
            legal_ground="12-90 art. 43",
            actor=town.president,
            at=TERM_ENDS,
        )


def test_after_the_term_modifications_are_impossible(town):
    dossier = awaiting_decision(town, SMALL_PROJECT)
    with pytest.raises(Conflict):
        request_modifications(
            dossier=dossier, remarks=[Remarked("x", "RGC 37")], actor=town.president, at=MONDAY + 20 * DAY
        )


def test_after_silence_the_president_may_only_deliver_the_same_permit(town, keys):
    dossier = awaiting_decision(town)
    grant_by_silence(dossier=dossier, at=TERM_ENDS)
    act = decide_dossier(dossier=dossier, outcome=Decision.Outcome.GRANT, actor=town.president, at=TERM_ENDS + DAY)
    act = sign_act(act=act, code=keys, actor=town.president, at=TERM_ENDS + DAY)
    assert act.dossier.state == DossierState.APPROVED
    assert clock_of(act.dossier).segments[-1].since == TERM_ENDS


def certificate(town, keys):
    dossier = filed_dossier(town)
    grant_by_silence(dossier=dossier, at=TERM_ENDS)
    request_silence_certificate(dossier=dossier, actor=dossier.applicant, at=TERM_ENDS + DAY)
    assert (dossier.state, dossier.holder) == (DossierState.SILENCE_CERTIFICATE_REQUESTED, "governor")
    return dossier


def test_the_governor_certifies_and_the_certificate_stands_for_the_act(town, keys):
    dossier = certificate(town, keys)
    act = certify_silence(dossier=dossier, actor=town.governor, at=TERM_ENDS + 2 * DAY)
    assert act.facts["granted_at"] == TERM_ENDS.isoformat()
    assert [row["kind"] for row in act.facts["clock"]] == ["not_started", "running", "stopped"]
    act = sign_act(act=act, code=keys, actor=town.governor, at=TERM_ENDS + 2 * DAY)
    assert (act.dossier.state, act.state) == (DossierState.SILENCE_CERTIFIED, ActState.VALID)


@pytest.mark.parametrize("officer", ["clerk", "president", "secretary", "technician"])
def test_the_commune_does_not_certify_its_own_silence(town, keys, officer):
    dossier = certificate(town, keys)
    with pytest.raises(NotAllowed):
        certify_silence(dossier=dossier, actor=getattr(town, officer), at=TERM_ENDS + 2 * DAY)


def test_the_governor_declines_on_facts_only(town, keys):
    dossier = certificate(town, keys)
    fields = {"dossier": dossier, "actor": town.governor, "at": TERM_ENDS + 2 * DAY, "reasons": "الأجل لم ينته"}
    with pytest.raises(Refused) as refusal:
        decline_silence_certificate(ground="works_are_ugly", **fields)
    assert refusal.value.code == "declined_on_facts"
    decline_silence_certificate(ground="answered_in_time", **fields)
    assert dossier.state == DossierState.TACITLY_GRANTED


def test_a_file_completed_late_has_its_whole_term(town):
    dossier = incomplete_dossier(town, REFECTION)
    from tests.factories import make_pieces

    at = MONDAY + 7 * DAY
    complete_dossier(dossier=dossier, pieces=make_pieces("right_on_place"), actor=dossier.applicant, at=at)
    assert not grant_by_silence(dossier=dossier, at=TERM_ENDS)
    assert grant_by_silence(dossier=dossier, at=datetime(2026, 10, 26, 23, 0, tzinfo=UTC))


def test_a_decreed_day_off_moves_the_last_day_with_a_line_in_the_journal(town):
    from portal.territory.models import DecreedDay

    dossier = filed_dossier(town)
    DecreedDay.objects.create(
        day=date(2026, 10, 12), kind="off", reason_fr="x", reason_ar="x", source="test", recorded_at=MONDAY
    )
    with clock.at(MONDAY + 2 * DAY):
        assert tasks.recompute_due_dates() == 1
        assert tasks.recompute_due_dates() == 0
    dossier.refresh_from_db()
    assert dossier.due_on == date(2026, 10, 20)
    assert dossier.events.last().facts == {"from": "2026-10-19", "to": "2026-10-20"}
    assert not grant_by_silence(dossier=dossier, at=TERM_ENDS)
