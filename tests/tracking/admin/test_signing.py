"""The president decides, sees the act and signs it; the desk notifies, the cashier releases it."""

import hashlib
from datetime import timedelta

import pytest

from portal.kernel.now import at as set_now
from tests.factories import (
    MONDAY,
    SMALL_PROJECT,
    awaiting_decision,
    prepared_act,
    without_account,
)
from tracking.actions.sign_act import sign_act
from tracking.actions.void_act import void_act
from tracking.actions.withdraw_dossier import withdraw_dossier
from tracking.models import Act, DossierState

from .desk import do, done, hidden, page, pdf, refused, screen

DAY = timedelta(days=1)
ARABIC = "التصميم مخالف لضابط البناء"


# --- decision and signature ---


def test_the_president_grants_sees_the_act_and_signs_it(town, president, to_decide, keys):
    with set_now(MONDAY + 2 * DAY):
        granted = do(president, to_decide, "grant", conditions="احترام العلو")
        assert granted.headers["Location"] == screen(to_decide.pk, "sign")
        opened = president.get(screen(to_decide.pk, "sign"))
        paper = president.get(f"/admin/tracking/dossier/{to_decide.pk}/act.pdf")
        assert paper.headers["Content-Type"] == "application/pdf"
        assert opened.context["form"].digest in opened.content.decode()
        response = president.post(screen(to_decide.pk, "sign"), {**hidden(opened), "code": keys})
    assert done(response, to_decide) == DossierState.APPROVED
    act = Act.objects.get()
    assert (act.state, act.signed_by_id) == ("signed", town.president.pk)


def test_the_hash_shown_is_the_hash_of_the_document_shown(town, president, to_decide, keys):
    with set_now(MONDAY + 2 * DAY):
        do(president, to_decide, "grant")
        opened = president.get(screen(to_decide.pk, "sign"))
        paper = president.get(f"/admin/tracking/dossier/{to_decide.pk}/act.pdf").content
    assert opened.context["form"].digest == hashlib.sha256(paper).hexdigest()


def test_a_document_that_changed_since_it_was_read_is_not_signed(town, president, to_decide, keys):
    with set_now(MONDAY + 2 * DAY):
        do(president, to_decide, "grant")
        opened = president.get(screen(to_decide.pk, "sign"))
        sent = {**hidden(opened), "code": keys, "seen": "0" * 64}
        refused(president.post(screen(to_decide.pk, "sign"), sent))
    assert Act.objects.get().state == "prepared"


def test_a_wrong_code_signs_nothing_and_is_said_beside_the_form(town, president, to_decide, keys):
    with set_now(MONDAY + 2 * DAY):
        do(president, to_decide, "grant")
        response = do(president, to_decide, "sign", code="0000-0000")
    refused(response)
    assert "0000-0000" not in response.content.decode()
    assert Act.objects.get().state == "prepared"


def test_signing_twice_by_double_click_signs_once(town, president, to_decide, keys):
    with set_now(MONDAY + 2 * DAY):
        do(president, to_decide, "grant")
        opened = president.get(screen(to_decide.pk, "sign"))
        sent = {**hidden(opened), "code": keys}
        president.post(screen(to_decide.pk, "sign"), sent)
        again = president.post(screen(to_decide.pk, "sign"), sent)
    refused(again)
    assert to_decide.events.filter(kind="sign_grant").count() == 1


@pytest.mark.parametrize("name", ["sign", "sign-on-paper"])
def test_the_second_factor_is_asked_again_before_a_signature(town, enter, keys, name):
    act = prepared_act(town)
    client = enter(town.president)
    with set_now(MONDAY + 2 * DAY):
        opened = client.get(screen(act.dossier_id, name))
        assert opened.status_code == 302
        assert "reauthenticate" in opened.headers["Location"]
        sent = client.post(screen(act.dossier_id, name), {"code": keys, "seen": "x"})
    assert sent.headers["Location"] == screen(act.dossier_id, name)
    act.refresh_from_db()
    assert act.state == "prepared"


def test_only_who_may_sign_sees_the_act_before_it_is_signed(town, enter, keys):
    act = prepared_act(town)
    address = f"/admin/tracking/dossier/{act.dossier_id}/act.pdf"
    assert enter(town.president).get(address).status_code == 200
    assert enter(town.clerk).get(address).status_code == 403
    assert enter(town.clerk).get(screen(act.dossier_id, "sign")).status_code == 403


def test_an_act_signed_by_hand_keeps_its_number(town, enter, keys):
    act = prepared_act(town)
    with set_now(MONDAY + 2 * DAY):
        client = enter(town.president, fresh=True)
        refused(do(client, act.dossier, "sign-on-paper", reason="Clé en panne"))
        response = do(client, act.dossier, "sign-on-paper", reason="Clé en panne", scan=pdf())
    assert response.status_code == 302
    signed = Act.objects.get(pk=act.pk)
    assert (signed.signature, signed.number, signed.state) == ("paper", act.number, "signed")


def test_a_refusal_needs_arabic_reasons_and_a_ground(town, president, to_decide):
    with set_now(MONDAY + 2 * DAY):
        response = do(president, to_decide, "refuse", reasons="Non conforme", legal_ground="12-90 art. 43")
        refused(response)
        assert "Non conforme" in response.content.decode()
        response = do(president, to_decide, "refuse", reasons=ARABIC, legal_ground="12-90 art. 43")
    assert response.headers["Location"] == screen(to_decide.pk, "sign")
    assert Act.objects.get().kind == "refusal"


def test_a_grant_that_the_law_bars_is_not_offered_and_the_reason_is_told(town, president):
    dossier = awaiting_decision(town, SMALL_PROJECT, opinions={"urban_agency": "unfavourable"})
    with set_now(MONDAY + 4 * DAY):
        body = president.get(page(dossier.pk)).content.decode()
        assert "/do/grant/" not in body
        assert "/do/refuse/" in body
        response = president.get(screen(dossier.pk, "grant"), follow=True)
    assert response.redirect_chain[-1][0] == page(dossier.pk)
    assert [str(message) for message in response.context["messages"]]


def test_a_number_is_voided_with_its_reason(town, president, papers):
    act = prepared_act(town)
    with set_now(MONDAY + 2 * DAY):
        done(do(president, act.dossier, "void-number", reason="Erreur de saisie"), act.dossier)
    act.refresh_from_db()
    assert (act.state, act.state_reason, act.state_reason_language) == ("voided", "Erreur de saisie", "fr")


def test_a_reason_is_shown_in_the_language_it_was_written_in_and_a_cause_in_the_readers(town, enter):
    words, moved = prepared_act(town), prepared_act(town)
    void_act(act=words, reason="Erreur de saisie", actor=town.president, at=MONDAY + 2 * DAY)
    withdraw_dossier(dossier=moved.dossier, actor=moved.dossier.applicant, at=MONDAY + 2 * DAY)
    marked = '<span lang="fr" dir="ltr">Erreur de saisie</span>'
    arabic, french = enter(town.clerk, language="ar"), enter(town.president, language="fr")
    for address in (f"/admin/tracking/act/{words.pk}/change/", page(words.dossier.pk)):
        assert marked in arabic.get(address).content.decode()
        assert marked not in french.get(address).content.decode()
        assert "Erreur de saisie" in french.get(address).content.decode()
    for address in (f"/admin/tracking/act/{moved.pk}/change/", page(moved.dossier.pk)):
        assert "سحب صاحب الطلب طلبه." in arabic.get(address).content.decode()
        assert "Le demandeur a retiré sa demande." in french.get(address).content.decode()


def test_modifications_are_asked_in_one_list_each_with_its_text(town, president):
    dossier = awaiting_decision(town, SMALL_PROJECT)
    with set_now(MONDAY + 4 * DAY):
        refused(do(president, dossier, "ask-modifications", text_1="تعديل الواجهة"))
        response = do(president, dossier, "ask-modifications", text_1="تعديل الواجهة", basis_1="Avis AU")
    assert done(response, dossier) == DossierState.MODIFICATION_REQUESTED


def test_a_modified_file_is_received_at_the_counter(town, president, enter, private_files):
    dossier = awaiting_decision(town, SMALL_PROJECT)
    with set_now(MONDAY + 4 * DAY):
        do(president, dossier, "ask-modifications", text_1="تعديل", basis_1="Avis AU")
        clerk = enter(town.clerk)
        refused(do(clerk, dossier, "receive-modified"))
        response = do(clerk, dossier, "receive-modified", document_right_on_place=pdf())
    assert done(response, dossier) == DossierState.ADMITTED
    assert dossier.round == 2


def test_reservations_are_sent_and_their_answer_received(town, president, enter, private_files):
    dossier = awaiting_decision(town, SMALL_PROJECT)
    with set_now(MONDAY + 4 * DAY):
        response = do(president, dossier, "notify-reservations", text_1="رقم السلم", basis_1="RGC 38")
        assert done(response, dossier) == DossierState.RESERVATIONS_NOTIFIED
        response = do(enter(town.clerk), dossier, "receive-answer", answer="Corrigé")
    assert done(response, dossier) == DossierState.AWAITING_DECISION


# --- after the signature ---


@pytest.fixture
def signed(town, keys):
    act = prepared_act(town, applicant=without_account())
    sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 2 * DAY)
    return act.dossier


def test_the_desk_notifies_by_letter_with_its_number(town, enter, signed):
    with set_now(MONDAY + 3 * DAY):
        clerk = enter(town.clerk)
        refused(do(clerk, signed, "notify", means="letter", evidence=""))
        response = do(clerk, signed, "notify", means="letter", evidence="RR 123")
    assert done(response, signed) == DossierState.APPROVED


def test_the_cashier_enters_the_amount_then_the_quittance_and_the_act_is_delivered(town, enter, approved):
    line = approved.fee_orders.get().lines.get()
    with set_now(MONDAY + 3 * DAY):
        cashier = enter(town.cashier)
        refused(do(cashier, approved, "enter-amount", basis="", **{f"amount_{line.pk}": "300"}))
        done(do(cashier, approved, "enter-amount", basis="Arrêté 4/2026", **{f"amount_{line.pk}": "300,00"}), approved)
        wrong = do(cashier, approved, "record-payment", means="cash", amount="200", quittance_number="Q-1")
        refused(wrong)
        assert "Q-1" in wrong.content.decode()
        response = do(cashier, approved, "record-payment", means="cash", amount="300", quittance_number="Q-1")
    assert done(response, approved) == DossierState.DELIVERED
    assert approved.fee_orders.get().payment.quittance_number == "Q-1"


def test_a_payment_sent_twice_is_one_payment(town, enter, approved):
    line = approved.fee_orders.get().lines.get()
    with set_now(MONDAY + 3 * DAY):
        cashier = enter(town.cashier)
        do(cashier, approved, "enter-amount", basis="Arrêté", **{f"amount_{line.pk}": "300"})
        opened = cashier.get(screen(approved.pk, "record-payment"))
        sent = {**hidden(opened), "means": "cash", "amount": "300", "quittance_number": "Q-2"}
        assert cashier.post(screen(approved.pk, "record-payment"), sent).status_code == 302
        assert cashier.post(screen(approved.pk, "record-payment"), sent).status_code == 302
    assert approved.events.filter(kind="record_payment").count() == 1
