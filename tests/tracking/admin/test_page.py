"""The file on one screen: the one next act by role, what stands on it, and at what price."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from portal.kernel.now import at as set_now
from tests.factories import (
    MONDAY,
    OCCUPATION,
    REFECTION,
    SMALL_PROJECT,
    awaiting_decision,
    dossier_in_session,
    filed_dossier,
    give_opinions,
    incomplete_dossier,
    make_officer,
    prepared_act,
    without_account,
)
from tracking.actions.enter_fee_amount import enter_fee_amount
from tracking.actions.notify_decision import notify_decision
from tracking.actions.prepare_decision import prepare_decision
from tracking.actions.sign_act import sign_act
from tracking.admin.words import entry_words, role_words
from tracking.lifecycle import act_table
from tracking.lifecycle.table import TRANSITIONS

from .desk import page

DAY = timedelta(days=1)
SOON = MONDAY + 4 * DAY
WHO = ("clerk", "technician", "secretary", "member", "president", "cashier", "governor")


@pytest.fixture
def officers(town):
    return {name: getattr(town, name) for name in WHO if name != "member"} | {"member": town.members["urban_agency"]}


def signed(town, keys):
    act = prepared_act(town, applicant=without_account())
    return sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 2 * DAY).dossier


def approved(town, keys, *, known=False):
    dossier = signed(town, keys)
    notify_decision(dossier=dossier, means="letter", evidence="RR", actor=town.clerk, at=MONDAY + 3 * DAY)
    if known:
        line = dossier.fee_orders.get().lines.get()
        enter_fee_amount(line=line, amount=Decimal(100), basis="Arrêté", actor=town.cashier, at=MONDAY + 3 * DAY)
    return dossier


def heard(town, **values):
    dossier = dossier_in_session(town)
    give_opinions(town, dossier, at=MONDAY + 3 * DAY, **values)
    return dossier


STAGES = {
    "refection admitted": (lambda town, keys: filed_dossier(town), {"technician": "prepare-decision"}),
    "occupation admitted": (lambda town, keys: filed_dossier(town, OCCUPATION), {"clerk": "schedule-visit"}),
    "project admitted": (lambda town, keys: filed_dossier(town, SMALL_PROJECT), {"secretary": "put-on-agenda"}),
    "incomplete": (lambda town, keys: incomplete_dossier(town), {}),
    "in session": (
        lambda town, keys: dossier_in_session(town),
        {"secretary": "close-session", "member": "opinion"},
    ),
    "all have spoken": (lambda town, keys: heard(town), {"secretary": "close-session"}),
    "before the president": (lambda town, keys: awaiting_decision(town), {"president": "grant"}),
    "barred by the agency": (
        lambda town, keys: awaiting_decision(town, SMALL_PROJECT, opinions={"urban_agency": "unfavourable"}),
        {"president": "refuse"},
    ),
    "number taken": (lambda town, keys: prepared_act(town).dossier, {"president": "sign"}),
    "signed": (signed, {"clerk": "notify"}),
    "amount unknown": (approved, {"cashier": "enter-amount"}),
    "amount known": (lambda town, keys: approved(town, keys, known=True), {"cashier": "record-payment"}),
}


@pytest.mark.parametrize("stage", STAGES)
def test_the_one_next_act_of_each_role(town, officers, enter, keys, stage):
    make, leading = STAGES[stage]
    dossier = make(town, keys)
    found = {}
    with set_now(SOON):
        for who, officer in officers.items():
            response = enter(officer).get(page(dossier.pk))
            if response.status_code == 200 and response.context["page"].leading is not None:
                found[who] = response.context["page"].leading.name
    assert found == leading


def test_the_page_shows_answers_documents_opinions_and_history(town, enter):
    dossier = heard(town, commune="with_reservations")
    piece = dossier.pieces.last()
    response = enter(town.clerk).get(page(dossier.pk), {"piece": piece.pk})
    body = response.content.decode()
    assert response.context["page"].shown == piece
    for words in ("Surface", "120", "Droit sur le lieu", "Motif", dossier.reference, f"/files/{piece.file_id}/"):
        assert words in body
    titles = [str(entry.title) for entry in response.context["page"].history]
    assert len(titles) == dossier.events.count()


@pytest.mark.parametrize("piece", ["", "x", "999999", "1e9", "²"])
def test_a_wrong_document_shows_the_first_unchecked_one(town, enter, piece):
    dossier = filed_dossier(town)
    dossier.pieces.filter(document_code="identity_copy").update(check_result="accepted")
    response = enter(town.clerk).get(page(dossier.pk), {"piece": piece})
    assert response.context["page"].shown.document_code == "right_on_place"


def test_who_is_late_is_named(town, enter):
    dossier = dossier_in_session(town)
    with set_now(MONDAY + 30 * DAY):
        response = enter(town.secretary).get(page(dossier.pk))
        assert len(response.context["page"].late_parties) == 3
        give_opinions(town, dossier, at=MONDAY + 4 * DAY)
        late = enter(town.secretary).get(page(dossier.pk)).context["page"].late_parties
    assert late == [dossier.get_holder_display()]


def test_ticks_are_offered_to_who_may_tick(town, enter):
    dossier = filed_dossier(town)
    assert "check-document" in enter(town.clerk).get(page(dossier.pk)).content.decode()
    assert "check-document" not in enter(town.president).get(page(dossier.pk)).content.decode()


def test_a_notice_shows_a_masked_address(town, enter):
    dossier = filed_dossier(town)
    notice = dossier.notices.filter(channel="sms").first()
    body = enter(town.clerk).get(page(dossier.pk)).content.decode()
    assert f"***{notice.address[-3:]}" in body


def test_the_page_takes_the_same_queries_whatever_happened_before(town, enter):
    client = enter(town.clerk)
    young = filed_dossier(town)
    with CaptureQueriesContext(connection) as few:
        client.get(page(young.pk))
    old = awaiting_decision(town)
    with CaptureQueriesContext(connection) as many:
        client.get(page(old.pk))
    assert len(many) <= len(few) + 4
    assert len(many) <= 18


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_page_is_in_the_officers_language_and_direction(town, enter, language):
    dossier = filed_dossier(town, REFECTION)
    body = enter(town.clerk, language=language).get(page(dossier.pk)).content.decode()
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in body[:300]
    assert ("رخصة الإصلاح" if language == "ar" else "Permis de réfection") in body


def test_every_entry_of_the_journal_has_words():
    kinds = {transition.name for transition in TRANSITIONS}
    kinds |= {f"act_{transition.name}" for transition in act_table.TRANSITIONS} - {"act_confirm"}
    kinds |= {"lodge", "overdue", "due_moved"}
    unknown = str(entry_words("unheard of"))
    assert [kind for kind in sorted(kinds) if str(entry_words(kind)) == unknown] == []


def test_every_role_of_the_journal_has_words():
    for role in ("applicant", "mandatary", "system", *Role.values):
        assert str(role_words(role)) != role


# --- the two queues ---


def test_the_presidents_queue_says_who_where_opinions_and_last_day(town, enter):
    dossier = awaiting_decision(town, SMALL_PROJECT, opinions={"commune": "with_reservations"})
    barred = awaiting_decision(town, SMALL_PROJECT, opinions={"urban_agency": "unfavourable"})
    pending = prepared_act(town).dossier
    with set_now(SOON):
        response = enter(town.president).get("/admin/tracking/dossier/queue/")
    waiting = {row.dossier.pk: row for row in response.context["waiting"]}
    assert set(waiting) == {dossier.pk, barred.pk, pending.pk}
    assert len(waiting[dossier.pk].opinions) == 3
    assert not waiting[dossier.pk].barred
    assert waiting[barred.pk].barred
    assert waiting[pending.pk].act.number == "1/2026"
    body = response.content.decode()
    assert f"/dossier/{barred.pk}/do/grant/" not in body
    assert f"/dossier/{barred.pk}/do/refuse/" in body
    assert f"/dossier/{pending.pk}/do/sign/" in body


def test_the_queues_take_the_same_queries_whatever_their_length(town, enter):
    president, member = enter(town.president), enter(town.members["province"])
    counts = []
    for _ in range(2):
        awaiting_decision(town, SMALL_PROJECT)
        dossier_in_session(town)
        with set_now(SOON), CaptureQueriesContext(connection) as read:
            president.get("/admin/tracking/dossier/queue/")
            member.get("/admin/tracking/dossier/opinions/")
        counts.append(len(read))
    assert counts[0] == counts[1]


def test_a_member_finds_the_opinions_of_their_own_body(town, enter):
    dossier = dossier_in_session(town)
    rows = enter(town.members["province"]).get("/admin/tracking/dossier/opinions/").context["waiting"]
    assert [(row.consultation.dossier_id, row.consultation.body) for row in rows] == [
        (dossier.pk, town.bodies["province"])
    ]
    assert enter(town.members["hygiene"]).get("/admin/tracking/dossier/opinions/").context["waiting"] == []


def test_a_member_for_one_commune_hears_nothing_of_another(town, enter):
    member = make_officer(Role.MEMBER, body=town.bodies["urban_agency"], commune=town.neighbour)
    dossier_in_session(town)
    assert enter(member).get("/admin/tracking/dossier/opinions/").context["waiting"] == []


@pytest.mark.parametrize(("who", "address"), [("clerk", "queue/"), ("clerk", "opinions/"), ("secretary", "queue/")])
def test_the_queues_of_another_role_are_shut(town, enter, who, address):
    assert enter(getattr(town, who)).get(f"/admin/tracking/dossier/{address}").status_code == 403


def test_a_sitting_shows_its_agenda(town, enter):
    dossier = dossier_in_session(town)
    session = dossier.agenda_items.get().session
    body = enter(town.secretary).get(f"/admin/tracking/commissionsession/{session.pk}/change/").content.decode()
    assert dossier.reference in body
    assert f"/dossier/{dossier.pk}/do/close-session/" in body
    listed = enter(town.members["province"]).get("/admin/tracking/commissionsession/")
    assert listed.status_code == 200
    stranger = enter(make_officer(Role.CLERK, commune=town.neighbour))
    assert stranger.get(f"/admin/tracking/commissionsession/{session.pk}/change/").status_code == 404


def test_an_officer_reads_who_held_the_file_and_who_was_late_and_the_applicant_does_not(town, enter):
    dossier = filed_dossier(town)
    prepare_decision(dossier=dossier, finding="مطابق", actor=town.technician, at=MONDAY + 9 * DAY)
    with set_now(MONDAY + 10 * DAY):
        shown = enter(town.president).get(page(dossier.pk)).content.decode()
        own = enter(dossier.applicant).get(f"/fr/dossiers/{dossier.reference}/").content.decode()
    assert "Service technique : 2 jours ouvrables de retard" in shown
    assert "Temps passé" in shown
    assert "jours ouvrables de retard" not in own
