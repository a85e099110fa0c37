"""Who may see and do what: role x transition x territory, from grants in force on the day."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import Mandate, Role
from portal.territory.models import Province, ReviewRegime
from tests.factories import (
    LONG_AGO,
    MONDAY,
    SMALL_PROJECT,
    dossier_in_session,
    filed_dossier,
    make_applicant,
    make_officer,
    make_person,
    prepared_act,
)
from tracking.lifecycle.available import available
from tracking.lifecycle.table import TRANSITIONS
from tracking.models import Act, Dossier
from tracking.policies import may, may_open_file, visible_acts, visible_dossiers

DAY = timedelta(days=1)
HERE = {
    Role.CLERK: "commune",
    Role.TECHNICIAN: "commune",
    Role.CASHIER: "commune",
    Role.PRESIDENT: "commune",
    Role.DELEGATE: "commune",
    Role.COMMITTEE_SECRETARY: "province",
    Role.GOVERNOR: "province",
    Role.FOLLOW_UP_MEMBER: "province",
    Role.CONTROLLER: "province",
    Role.MEMBER: "body",
}
DECIDE = {
    "add_member",
    "request_modifications",
    "notify_reservations",
    "decide_grant",
    "decide_refusal",
    "void_decision",
    "sign_grant",
    "sign_refusal",
}
COUNTER = {
    "add_piece",
    "answer_list",
    "complete",
    "file_modified",
    "lift_reservations",
    "request_silence_certificate",
    "withdraw",
}
# Written by hand from the law, not from the table: what each role may do on a dossier within its reach.
MATRIX = {
    Role.CLERK: COUNTER
    | {
        "admit",
        "register",
        "contest_pieces",
        "check_piece",
        "redirect",
        "find_not_required",
        "dispatch",
        "schedule_visit",
        "report_visit",
        "notify_grant",
        "notify_refusal",
        "deliver",
    },
    Role.TECHNICIAN: {"check_piece", "prepare_decision", "schedule_visit", "report_visit"},
    Role.CASHIER: {"enter_fee_amount", "record_payment", "deliver"},
    Role.PRESIDENT: DECIDE,
    Role.DELEGATE: DECIDE,
    Role.COMMITTEE_SECRETARY: {"add_member", "open_session", "close_session"},
    Role.GOVERNOR: {
        "prepare_silence_certificate",
        "void_certificate",
        "certify_silence",
        "decline_silence_certificate",
    },
    Role.MEMBER: {"give_opinion"},
    Role.FOLLOW_UP_MEMBER: set(),
    Role.CONTROLLER: set(),
}


def another_province(town):
    return Province.objects.create(
        code="08.401", slug="ouarzazate", name_fr="Ouarzazate", name_ar="ورزازات", region=town.province.region
    )


def officer(town, role, place="here", **dates):
    over = HERE[role]
    if over == "commune":
        return make_officer(role, commune=town.commune if place == "here" else town.neighbour, **dates)
    if over == "province":
        province = town.province if place == "here" else another_province(town)
        return make_officer(role, province=province, **dates)
    return make_officer(role, body=town.bodies["urban_agency" if place == "here" else "hygiene"], **dates)


def allowed(actor, dossier):
    return {t.name for t in TRANSITIONS if may(actor, t.name, dossier, at=MONDAY + 3 * DAY)}


@pytest.mark.parametrize("role", MATRIX)
def test_what_each_role_may_do_within_its_reach(town, role):
    dossier = dossier_in_session(town)
    assert allowed(officer(town, role), dossier) == MATRIX[role]


@pytest.mark.parametrize("role", HERE)
def test_nothing_may_be_done_beyond_the_grants_territory(town, role):
    dossier = dossier_in_session(town)
    actor = officer(town, role, "elsewhere")
    assert allowed(actor, dossier) == set()
    assert not Dossier.objects.visible_to(actor).exists()


@pytest.mark.parametrize("role", MATRIX)
@pytest.mark.parametrize("dates", [{"until": date(2026, 10, 7)}, {"since": date(2026, 10, 9)}])
def test_a_grant_that_ended_yesterday_or_begins_tomorrow_gives_nothing(town, role, dates):
    dossier = dossier_in_session(town)  # put on the agenda on the 8th
    actor = officer(town, role, **dates)
    assert allowed(actor, dossier) == set()
    assert not Dossier.objects.filter(visible_dossiers(actor, at=MONDAY + 3 * DAY)).exists()


def test_a_clerk_of_tinghir_never_sees_a_dossier_of_boumalne(town):
    here, there = filed_dossier(town), filed_dossier(town, commune=town.neighbour)
    assert list(Dossier.objects.visible_to(town.clerk)) == [here]
    assert set(Dossier.objects.visible_to(town.governor)) == {here, there}


def test_roles_combine_in_a_small_commune(town):
    from portal.accounts.models import Grant

    dossier = filed_dossier(town)
    Grant.objects.create(user=town.clerk, role=Role.CASHIER, commune=town.commune, valid_from=LONG_AGO, reason="test")
    assert allowed(town.clerk, dossier) == MATRIX[Role.CLERK] | MATRIX[Role.CASHIER]


def test_a_member_sees_what_their_body_is_asked_about_only(town):
    asked, not_asked = dossier_in_session(town), filed_dossier(town)
    member = town.members["urban_agency"]
    assert list(Dossier.objects.visible_to(member)) == [asked]
    assert not Dossier.objects.visible_to(town.members["hygiene"]).exists()
    assert not_asked.state == "admitted"


def test_a_member_named_for_one_commune_sees_that_commune_only(town):
    dossier_in_session(town)
    elsewhere = make_officer(Role.MEMBER, body=town.bodies["urban_agency"], commune=town.neighbour)
    assert not Dossier.objects.visible_to(elsewhere).exists()


def test_the_committees_secretary_reaches_communes_under_the_provincial_regime_only(town):
    dossier = filed_dossier(town, SMALL_PROJECT)
    assert Dossier.objects.visible_to(town.secretary).exists()
    ReviewRegime.objects.filter(commune=town.commune).update(kind=ReviewRegime.Kind.SINGLE_DESK)
    assert not Dossier.objects.visible_to(town.secretary).exists()
    assert may(town.secretary, "open_session", dossier, at=MONDAY) is None
    assert may(town.clerk, "open_session", dossier, at=MONDAY) == "clerk"


def test_the_follow_up_committee_opens_no_dossier(town):
    filed_dossier(town)
    assert not Dossier.objects.visible_to(officer(town, Role.FOLLOW_UP_MEMBER)).exists()


def test_an_applicant_sees_their_own_and_no_others(town):
    mine, _theirs = filed_dossier(town), filed_dossier(town)
    assert list(Dossier.objects.visible_to(mine.applicant)) == [mine]
    assert allowed(mine.applicant, mine) == COUNTER


def test_nobody_decides_on_their_own_request(town):
    dossier = filed_dossier(town, applicant=make_applicant(town.president))
    assert not allowed(town.president, dossier) & DECIDE


@pytest.mark.parametrize("role", MATRIX)
@pytest.mark.parametrize("way", ["mandate", "filed for them"])
def test_whoever_stands_on_the_applicants_side_holds_no_officers_role_over_the_file(town, role, way):
    actor, dossier = officer(town, role), dossier_in_session(town)
    if way == "mandate":
        Mandate.objects.create(given_by=dossier.applicant, given_to=actor, given_at=MONDAY, confirmed_at=MONDAY)
    else:
        # Online, for a person without an account: the easiest cover for a request of one's own.
        Dossier.objects.filter(pk=dossier.pk).update(applicant=None, filed_by=actor)
        dossier.refresh_from_db()
    assert allowed(actor, dossier) == COUNTER
    assert {may(actor, name, dossier, at=MONDAY + 3 * DAY) for name in COUNTER} == {"mandatary"}


@pytest.mark.parametrize("role", MATRIX)
def test_another_holder_of_the_role_acts_in_place_of_the_mandatary(town, role):
    mandatary, other, dossier = officer(town, role), officer(town, role), dossier_in_session(town)
    Mandate.objects.create(given_by=dossier.applicant, given_to=mandatary, given_at=MONDAY, confirmed_at=MONDAY)
    assert allowed(other, dossier) == MATRIX[role]


def test_a_clerk_who_files_for_a_person_at_the_counter_still_receives_the_request(town):
    dossier = dossier_in_session(town)
    Dossier.objects.filter(pk=dossier.pk).update(applicant=None, filed_by=town.clerk, origin=Dossier.Origin.COUNTER)
    dossier.refresh_from_db()
    assert allowed(town.clerk, dossier) == MATRIX[Role.CLERK]


@pytest.mark.parametrize("who", ["anonymous", "inactive", "stranger"])
def test_others_see_nothing(town, who):
    filed_dossier(town)
    actor = AnonymousUser() if who == "anonymous" else make_person(is_active=who != "inactive")
    assert not Dossier.objects.filter(visible_dossiers(actor)).exists()
    assert not Act.objects.filter(visible_acts(actor)).exists()


def test_the_act_is_withheld_from_the_applicant_until_it_is_delivered(town, keys):
    from tracking.actions.enter_fee_amount import enter_fee_amount
    from tracking.actions.sign_act import sign_act

    act = sign_act(act=prepared_act(town), code=keys, actor=town.president, at=MONDAY + 2 * DAY)
    applicant = act.dossier.applicant
    controller = officer(town, Role.CONTROLLER)
    at = MONDAY + 3 * DAY
    assert may_open_file(town.president, act, at=at)
    assert not may_open_file(applicant, act, at=at)
    assert not may_open_file(controller, act, at=at)
    from decimal import Decimal

    line = act.dossier.fee_orders.get().lines.get()
    enter_fee_amount(line=line, amount=Decimal(0), basis="Arrêté 1/2026", actor=town.cashier, at=at)
    act.refresh_from_db()
    assert act.state == "valid"
    assert may_open_file(applicant, act, at=at)
    assert may_open_file(controller, act, at=at)


def test_pieces_open_to_whoever_sees_the_dossier(town):
    dossier = filed_dossier(town)
    piece = dossier.pieces.first()
    assert may_open_file(dossier.applicant, piece, at=MONDAY)
    assert may_open_file(town.clerk, piece, at=MONDAY)
    assert not may_open_file(officer(town, Role.CLERK, "elsewhere"), piece, at=MONDAY)


def test_the_buttons_of_a_screen_are_what_can_be_done_now(town):
    dossier = filed_dossier(town)
    assert {t.name for t in available(dossier, town.technician, MONDAY)} == {"check_piece", "prepare_decision"}
    assert {t.name for t in available(dossier, town.president, MONDAY)} == {"add_member"}
    assert "dispatch" not in {t.name for t in available(dossier, town.clerk, MONDAY)}
