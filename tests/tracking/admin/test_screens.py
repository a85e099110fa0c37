"""Each act of the desk: what the screen asks, what it does, what it says when the rule refuses."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.accounts.models import Role
from portal.kernel.now import at as set_now
from tests.factories import (
    MONDAY,
    OCCUPATION,
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
from tracking.actions.record_payment import record_payment
from tracking.actions.schedule_visit import schedule_visit
from tracking.actions.sign_act import sign_act
from tracking.admin.screens import ASIDE, INSIDE, LEADING, find
from tracking.lifecycle.table import TRANSITIONS
from tracking.models import Act, Dossier, DossierState, Opinion, Piece

from .desk import hidden, page, screen

DAY = timedelta(days=1)
ARABIC = "التصميم مخالف لضابط البناء"


def pdf(name="scan.pdf"):
    document = pikepdf.new()
    document.add_blank_page()
    buffer = io.BytesIO()
    document.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="application/pdf")


def do(client, dossier, name, **entered):
    """Open the screen, fill it, send it: as a person does."""
    opened = client.get(screen(dossier.pk, name))
    assert opened.status_code == 200, opened.headers.get("Location")
    return client.post(screen(dossier.pk, name), {**hidden(opened), **entered})


def done(response, dossier):
    """The act was done: the browser is sent on. Reads the file again."""
    assert response.status_code == 302, [str(error) for error in response.context["form"].errors.values()]
    dossier.refresh_from_db()
    return dossier.state


def refused(response, words=""):
    """The act was refused: the form is still there, with a sentence and with what was typed."""
    assert response.status_code in (400, 403, 409, 503)
    body = response.content.decode()
    assert "act-refused" in body
    assert words in body


def test_every_screen_belongs_to_transitions_of_the_table():
    names = {transition.name for transition in TRANSITIONS}
    for shown in (*LEADING, *ASIDE, *INSIDE):
        assert set(shown.transitions) <= names
        assert find(shown.name) is shown


def test_every_act_of_an_officer_has_a_screen():
    """The table says what officers do: nothing of it may be missing at the desk."""
    officers = {str(role) for role in Role} | {"secretariat"}
    shown = {name for form in (*LEADING, *ASIDE, *INSIDE) for name in form.transitions}
    acts = {transition.name for transition in TRANSITIONS if officers & set(transition.roles)}
    assert acts <= shown


# --- the desk ---


def test_documents_are_asked_by_line_with_a_reason(town, enter):
    dossier = filed_dossier(town)
    response = do(
        enter(town.clerk),
        dossier,
        "ask-documents",
        reason_right_on_place="unreadable",
        note_right_on_place="امسحوها من جديد",
    )
    assert done(response, dossier) == DossierState.HELD_INCOMPLETE
    asked = dossier.piece_requests.get().pieces.get()
    assert (asked.document_code, asked.reason, asked.note) == ("right_on_place", "unreadable", "امسحوها من جديد")


def test_only_main_documents_of_the_version_can_be_asked(town, enter):
    dossier = filed_dossier(town)
    client = enter(town.clerk)
    form = client.get(screen(dossier.pk, "ask-documents")).context["form"]
    assert [code for code, _label in form.lines] == ["identity_copy", "right_on_place"]
    refused(do(client, dossier, "ask-documents", reason_photos="unreadable", note_photos="x"))
    dossier.refresh_from_db()
    assert dossier.state == DossierState.ADMITTED


def test_documents_cannot_be_asked_once_the_time_to_contest_is_over(town, enter):
    dossier = filed_dossier(town)
    with set_now(MONDAY + 5 * DAY):
        response = enter(town.clerk).get(screen(dossier.pk, "ask-documents"), follow=True)
    assert response.redirect_chain[-1][0] == page(dossier.pk)
    assert "The time in which the desk may contest" in response.content.decode() or "délai" in response.content.decode()


def test_what_the_applicant_brings_completes_the_file(town, enter, private_files):
    dossier = incomplete_dossier(town)
    response = do(enter(town.clerk), dossier, "receive-documents", document_right_on_place=pdf())
    assert done(response, dossier) == DossierState.ADMITTED


def test_nothing_brought_is_said(town, enter, private_files):
    dossier = incomplete_dossier(town)
    refused(do(enter(town.clerk), dossier, "receive-documents"))


def test_a_file_that_is_no_document_is_refused_and_leaves_nothing(town, enter, private_files):
    dossier = incomplete_dossier(town)
    bad = SimpleUploadedFile("x.pdf", b"MZ not a document", content_type="application/pdf")
    refused(do(enter(town.clerk), dossier, "receive-documents", document_right_on_place=bad))
    assert not any(path.is_file() for path in private_files.rglob("*"))


def test_an_information_document_is_added_until_delivery(town, enter, private_files):
    dossier = filed_dossier(town)
    done(do(enter(town.clerk), dossier, "add-document", document="photos", file=pdf()), dossier)
    assert dossier.pieces.filter(document_code="photos").count() == 1


def test_a_document_is_ticked_and_the_tick_taken_back(town, enter):
    dossier = filed_dossier(town)
    piece = dossier.pieces.first()
    client = enter(town.technician)
    for result in ("accepted", "unchecked"):
        response = client.post(screen(dossier.pk, "check-document"), {"piece": piece.pk, "result": result})
        assert response.headers["Location"] == f"{page(dossier.pk)}?piece={piece.pk}"
        piece.refresh_from_db()
        assert piece.check_result == result


def test_a_tick_cannot_contest(town, enter):
    dossier = filed_dossier(town)
    piece = dossier.pieces.first()
    response = enter(town.clerk).post(screen(dossier.pk, "check-document"), {"piece": piece.pk, "result": "contested"})
    assert response.status_code == 400
    assert Piece.objects.get(pk=piece.pk).check_result == "unchecked"


@pytest.mark.parametrize(
    ("name", "more", "state"),
    [("redirect", {"authority": "Province"}, "redirected"), ("not-required", {}, "not_required")],
)
def test_what_is_not_the_communes_business_is_closed_with_reasons_in_arabic(town, enter, papers, name, more, state):
    dossier = filed_dossier(town)
    client = enter(town.clerk)
    refused(do(client, dossier, name, reasons="en français", legal_ground="12-90 art. 40", **more))
    response = do(client, dossier, name, reasons=ARABIC, legal_ground="12-90 art. 40", **more)
    assert done(response, dossier) == state


# --- review ---


def test_the_technical_service_sends_its_finding_to_the_president(town, enter):
    dossier = filed_dossier(town)
    client = enter(town.technician)
    refused(do(client, dossier, "prepare-decision", finding=" "))
    assert done(do(client, dossier, "prepare-decision", finding="Conforme"), dossier) == DossierState.AWAITING_DECISION


def test_a_small_project_is_put_on_the_agenda_spoken_on_and_closed(town, enter):
    dossier = filed_dossier(town, SMALL_PROJECT)
    secretary = enter(town.secretary)
    response = do(secretary, dossier, "put-on-agenda", held_on="2026-10-06", place="Province")
    assert done(response, dossier) == DossierState.IN_SESSION
    for kind in ("province", "urban_agency"):
        response = do(enter(town.members[kind]), dossier, "opinion", value="favourable")
        assert response.headers["Location"].endswith("/opinions/")
    refused(do(secretary, dossier, "close-session", minutes=""))
    absent = [str(town.bodies["commune"].pk)]
    response = do(secretary, dossier, "close-session", minutes="محضر", absent=absent)
    assert done(response, dossier) == DossierState.AWAITING_DECISION
    assert dossier.consultations.get(body=town.bodies["commune"]).absent


def test_who_spoke_cannot_be_recorded_absent(town, enter):
    dossier = dossier_in_session(town)
    give_opinions(town, dossier, at=MONDAY + 3 * DAY)
    with set_now(MONDAY + 4 * DAY):
        client = enter(town.secretary)
        assert "absent" not in client.get(screen(dossier.pk, "close-session")).context["form"].fields


def test_an_unfavourable_opinion_without_reasons_is_sent_back_with_what_was_typed(town, enter):
    dossier = dossier_in_session(town)
    client = enter(town.members["urban_agency"])
    response = do(client, dossier, "opinion", value="unfavourable", reasons="")
    refused(response)
    assert response.context["form"].errors.keys() == {"reasons"}
    assert not Opinion.objects.exists()
    do(client, dossier, "opinion", value="unfavourable", reasons="Hors plan")
    assert Opinion.objects.get().reasons == "Hors plan"


def test_an_opinion_is_given_once(town, enter):
    dossier = dossier_in_session(town)
    client = enter(town.members["province"])
    opened = client.get(screen(dossier.pk, "opinion"))
    sent = {**hidden(opened), "value": "favourable"}
    assert client.post(screen(dossier.pk, "opinion"), sent).status_code == 302
    colleague = make_officer(Role.MEMBER, body=town.bodies["province"])
    again = enter(colleague).post(screen(dossier.pk, "opinion"), {**sent, "key": "desk:other", "value": "favourable"})
    refused(again)
    assert Opinion.objects.count() == 1


def test_nobody_speaks_for_another_body(town, enter):
    dossier = dossier_in_session(town)
    other = dossier.consultations.get(body=town.bodies["commune"])
    client = enter(town.members["province"])
    response = do(client, dossier, "opinion", value="favourable", consultation=str(other.pk))
    refused(response)
    assert not Opinion.objects.exists()


def test_one_more_body_is_asked_by_a_law_only_unless_the_president_asks(town, enter):
    dossier = dossier_in_session(town)
    form = enter(town.secretary).get(screen(dossier.pk, "ask-one-more")).context["form"]
    assert [value for value, _label in form.fields["ground"].choices] == ["law"]
    response = do(
        enter(town.secretary), dossier, "ask-one-more", body=town.bodies["hygiene"].pk, ground="law", basis="Loi 12-90"
    )
    done(response, dossier)
    assert dossier.consultations.filter(body=town.bodies["hygiene"], ground="law").exists()


def test_a_visit_is_fixed_on_moroccos_clock_and_reported(town, enter):
    dossier = filed_dossier(town, OCCUPATION)
    clerk = enter(town.clerk)
    response = do(clerk, dossier, "schedule-visit", day="2026-10-07", starts="10:00", ends="11:00")
    assert done(response, dossier) == DossierState.VISIT_SCHEDULED
    visit = dossier.visits.get()
    assert visit.starts_at == datetime(2026, 10, 7, 9, 0, tzinfo=UTC)
    give_opinions(town, dossier, at=visit.starts_at)
    with set_now(visit.ends_at + DAY):
        response = do(clerk, dossier, "report-visit", report="تمت المعاينة")
    assert done(response, dossier) == DossierState.AWAITING_DECISION


def test_a_visit_cannot_end_before_it_begins(town, enter):
    dossier = filed_dossier(town, OCCUPATION)
    response = do(enter(town.clerk), dossier, "schedule-visit", day="2026-10-07", starts="11:00", ends="10:00")
    refused(response)
    assert 'value="11:00"' in response.content.decode()


# --- decision and signature ---


@pytest.fixture
def to_decide(town):
    return awaiting_decision(town)


@pytest.fixture
def president(town, enter):
    return enter(town.president, fresh=True)


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
    assert (act.state, act.state_reason) == ("voided", "Erreur de saisie")


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


@pytest.fixture
def approved(town, keys):
    act = prepared_act(town)
    sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 2 * DAY)
    return act.dossier


def test_the_cashier_enters_the_amount_then_the_quittance_and_the_act_is_delivered(town, enter, approved):
    line = approved.fee_orders.get().lines.get()
    with set_now(MONDAY + 3 * DAY):
        cashier = enter(town.cashier)
        refused(do(cashier, approved, "enter-amount", basis="", **{f"amount_{line.pk}": "300"}))
        done(do(cashier, approved, "enter-amount", basis="Arrêté 4/2026", **{f"amount_{line.pk}": "300"}), approved)
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


# --- two at once, and wrong hands ---


def test_of_two_who_decide_at_once_the_second_is_told_and_keeps_what_was_typed(town, enter, to_decide, papers):
    delegate = make_officer(Role.DELEGATE, commune=town.commune)
    with set_now(MONDAY + 2 * DAY):
        first, second = enter(town.president), enter(delegate)
        opened = second.get(screen(to_decide.pk, "refuse"))
        do(first, to_decide, "grant")
        sent = {**hidden(opened), "reasons": ARABIC, "legal_ground": "12-90 art. 43"}
        response = second.post(screen(to_decide.pk, "refuse"), sent)
    refused(response)
    assert ARABIC in response.content.decode()
    assert to_decide.decisions.count() == 1


def test_of_two_clerks_at_once_the_second_is_told(town, enter):
    dossier = filed_dossier(town)
    colleague = make_officer(Role.CLERK, commune=town.commune)
    first, second = enter(town.clerk), enter(colleague)
    opened = second.get(screen(dossier.pk, "ask-documents"))
    do(first, dossier, "ask-documents", reason_identity_copy="outdated")
    sent = {**hidden(opened), "reason_identity_copy": "unreadable", "note_identity_copy": "Ma note"}
    response = second.post(screen(dossier.pk, "ask-documents"), sent)
    refused(response)
    assert "Ma note" in response.content.decode()
    assert dossier.piece_requests.count() == 1


def test_a_double_click_is_one_act(town, enter):
    dossier = filed_dossier(town)
    client = enter(town.clerk)
    opened = client.get(screen(dossier.pk, "ask-documents"))
    sent = {**hidden(opened), "reason_identity_copy": "outdated"}
    assert client.post(screen(dossier.pk, "ask-documents"), sent).status_code == 302
    assert client.post(screen(dossier.pk, "ask-documents"), sent).status_code == 302
    assert dossier.piece_requests.count() == 1


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("clerk", "grant"),
        ("clerk", "record-payment"),
        ("clerk", "prepare-decision"),
        ("technician", "ask-documents"),
        ("cashier", "deliver-nothing"),
        ("cashier", "refuse"),
        ("president", "close-session"),
        ("secretary", "grant"),
        ("governor", "grant"),
    ],
)
def test_the_screens_of_another_role_are_shut(town, enter, to_decide, who, name):
    client = enter(getattr(town, who), fresh=True)
    expected = 404 if find(name) is None else 403
    assert client.get(screen(to_decide.pk, name)).status_code == expected
    assert client.post(screen(to_decide.pk, name), {}).status_code == expected


def test_nobody_decides_their_own_request(town, enter):
    dossier = awaiting_decision(town)
    Dossier.objects.filter(pk=dossier.pk).update(applicant=town.president)
    client = enter(town.president, fresh=True)
    assert client.get(screen(dossier.pk, "grant")).status_code == 403


def test_a_delivered_file_offers_nothing_more(town, enter, approved):
    line = approved.fee_orders.get().lines.get()
    line.amount = Decimal(300)
    line.save()
    record_payment(
        order=approved.fee_orders.get(),
        means="cash",
        amount=Decimal(300),
        quittance_number="Q-3",
        actor=town.cashier,
        at=MONDAY + 3 * DAY,
    )
    with set_now(MONDAY + 4 * DAY):
        for who in (town.clerk, town.president, town.cashier):
            response = enter(who).get(page(approved.pk))
            assert response.context["page"].leading is None
            assert response.context["page"].others == []


def test_a_new_visit_date_is_offered_beside_and_not_as_the_next_act(town, enter):
    dossier = filed_dossier(town, OCCUPATION)
    start = datetime(2026, 10, 7, 9, 0, tzinfo=UTC)
    schedule_visit(dossier=dossier, starts_at=start, ends_at=start + timedelta(hours=1), actor=town.clerk, at=MONDAY)
    response = enter(town.clerk).get(page(dossier.pk))
    assert response.context["page"].leading is None
    assert "schedule-visit" in {form.name for form in response.context["page"].others}


def test_a_date_that_is_none_is_said_beside_its_field(town, enter):
    dossier = filed_dossier(town, SMALL_PROJECT)
    response = do(enter(town.secretary), dossier, "put-on-agenda", held_on="31/31/2026")
    refused(response)
    assert response.context["form"].errors.keys() == {"held_on"}
