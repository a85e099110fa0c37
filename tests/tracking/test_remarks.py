"""After admissibility a president asks two things only: modifications, and minor reservations (RGC 37, 38)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.kernel import now as clock
from portal.kernel.errors import Conflict, DomainError, Invalid, Refused
from tests.factories import (
    MONDAY,
    REFECTION,
    SMALL_PROJECT,
    awaiting_decision,
    dossier_in_session,
    give_opinions,
    make_pieces,
)
from tracking import journal, tasks
from tracking.actions.add_member import add_member
from tracking.actions.close_session import close_session
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.file_modified import file_modified
from tracking.actions.lift_reservations import lift_reservations
from tracking.actions.list_remarks import Remarked
from tracking.actions.notify_reservations import notify_reservations
from tracking.actions.open_session import open_session
from tracking.actions.request_modifications import request_modifications
from tracking.lifecycle.due import clock_of
from tracking.models import Consultation, DossierState

DAY = timedelta(days=1)
REMARKS = [Remarked("Reculer la façade", "Avis de l'agence urbaine"), Remarked("Baisser l'acrotère", "12-90 art. 43")]
# On the agenda on Thursday the 8th of October, minutes the same day.
MINUTES = MONDAY + 3 * DAY + timedelta(hours=1)


def modified(town):
    dossier = awaiting_decision(town, SMALL_PROJECT)
    request_modifications(dossier=dossier, remarks=REMARKS, actor=town.president, at=MINUTES + DAY)
    return dossier


def test_modifications_stop_the_clock_in_one_list(town):
    dossier = modified(town)
    assert (dossier.state, dossier.holder, dossier.due_on) == (DossierState.MODIFICATION_REQUESTED, "applicant", None)
    assert dossier.remark_lists.get().remarks.count() == 2


def test_a_whole_new_term_starts_with_the_modified_file_and_a_new_round(town):
    dossier = modified(town)
    at = datetime(2026, 10, 21, 9, 0, tzinfo=UTC)
    file_modified(dossier=dossier, pieces=make_pieces("photos"), actor=dossier.applicant, at=at)
    assert (dossier.state, dossier.round) == (DossierState.ADMITTED, 2)
    assert dossier.due_on == date(2026, 11, 5)  # fifteen days after the 21st
    last = clock_of(dossier).segments[-1]
    assert (last.kind.value, last.restarts) == ("running", True)

    open_session(dossier=dossier, held_on=at.date(), actor=town.secretary, at=at)
    give_opinions(town, dossier, at=at)
    close_session(dossier=dossier, minutes="", actor=town.secretary, at=at)
    assert decide_dossier(dossier=dossier, outcome="grant", actor=town.president, at=at).number == "1/2026"
    assert journal.verify(dossier) == []


@pytest.mark.parametrize(("days", "possible"), [(1, True), (4, True), (5, False)])
def test_modifications_are_asked_within_two_working_days_of_the_minutes(town, days, possible):
    # Minutes on Thursday: two working days end with Monday.
    dossier = awaiting_decision(town, SMALL_PROJECT)
    fields = {"dossier": dossier, "remarks": REMARKS, "actor": town.president, "at": MINUTES + days * DAY}
    if possible:
        request_modifications(**fields)
    else:
        with pytest.raises(Refused) as refusal:
            request_modifications(**fields)
        assert refusal.value.code == "in_time_to_modify"


def test_remarks_rest_on_a_text(town):
    dossier = awaiting_decision(town, SMALL_PROJECT)
    with pytest.raises(Invalid) as refusal:
        request_modifications(dossier=dossier, remarks=[Remarked("x", "")], actor=town.president, at=MINUTES)
    assert refusal.value.code == "remark_incomplete"
    with pytest.raises(Refused) as refused:
        request_modifications(dossier=dossier, remarks=[], actor=town.president, at=MINUTES)
    assert refused.value.code == "remarks_listed"


def test_a_refection_is_not_sent_back(town):
    dossier = awaiting_decision(town, REFECTION)
    with pytest.raises(Refused) as refusal:
        request_modifications(dossier=dossier, remarks=REMARKS, actor=town.president, at=MONDAY + 2 * DAY)
    assert refusal.value.code == "circuit_takes_opinions"


def test_reservations_leave_the_clock_running_for_five_working_days(town):
    dossier = awaiting_decision(town, SMALL_PROJECT)
    due = dossier.due_on
    notify_reservations(dossier=dossier, remarks=REMARKS, actor=town.president, at=MINUTES)
    assert (dossier.state, dossier.wait_until, dossier.due_on) == (
        DossierState.RESERVATIONS_NOTIFIED,
        date(2026, 10, 15),
        due,
    )
    lift_reservations(dossier=dossier, answer="Corrigé", actor=dossier.applicant, at=MINUTES + 2 * DAY)
    assert (dossier.state, dossier.wait_until) == (DossierState.AWAITING_DECISION, None)
    with pytest.raises(Conflict) as refusal:
        notify_reservations(dossier=dossier, remarks=REMARKS, actor=town.president, at=MINUTES + 2 * DAY)
    assert refusal.value.code == "listed_already"


def test_reservations_not_answered_lapse_and_the_president_decides_on_what_is_there(town):
    dossier = awaiting_decision(town, SMALL_PROJECT)
    notify_reservations(dossier=dossier, remarks=REMARKS, actor=town.president, at=MINUTES)
    for at, state in (
        (datetime(2026, 10, 15, 22, 0, tzinfo=UTC), DossierState.RESERVATIONS_NOTIFIED),
        (datetime(2026, 10, 15, 23, 1, tzinfo=UTC), DossierState.AWAITING_DECISION),
    ):
        with clock.at(at):
            tasks.sweep_clock()
        dossier.refresh_from_db()
        assert dossier.state == state


@pytest.mark.parametrize(
    ("ground", "who", "possible"),
    [
        ("law", "secretary", True),
        ("law", "president", True),
        ("request", "president", True),
        ("request", "secretary", False),
        ("consultative", "secretary", False),
        ("rule", "president", False),
    ],
)
def test_a_body_is_added_through_one_of_three_legal_doors(town, ground, who, possible):
    dossier = dossier_in_session(town)
    fields = {"body": town.bodies["hygiene"], "basis": "12-90 art. 47", "actor": getattr(town, who), "at": MINUTES}
    if possible:
        assert add_member(dossier=dossier, ground=ground, **fields).ground == ground
    else:
        with pytest.raises(DomainError) as refusal:
            add_member(dossier=dossier, ground=ground, **fields)
        assert refusal.value.code in ("president_only", "ground_unknown")


def test_an_invited_body_never_blocks(town):
    dossier = dossier_in_session(town)
    add_member(
        dossier=dossier,
        body=town.bodies["hygiene"],
        ground=Consultation.Ground.CONSULTATIVE,
        basis="Lettre 12/2026",
        actor=town.president,
        at=MINUTES,
    )
    for kind in ("province", "commune", "urban_agency"):
        from tracking.actions.give_opinion import give_opinion

        row = dossier.consultations.get(body=town.bodies[kind])
        give_opinion(consultation=row, value="favourable", actor=town.members[kind], at=MINUTES)
    close_session(dossier=dossier, minutes="", actor=town.secretary, at=MINUTES)
    assert dossier.state == DossierState.AWAITING_DECISION
