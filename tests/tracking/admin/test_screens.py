"""Each act of the desk: what the screen asks, what it does, what it says when the rule refuses."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from portal.accounts.models import Mandate, Role
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
    make_applicant,
    make_officer,
)
from tracking.actions.record_payment import record_payment
from tracking.actions.schedule_visit import schedule_visit
from tracking.admin.screens import ASIDE, INSIDE, LEADING, find
from tracking.lifecycle.guards import IN_TIME_TO_CONTEST
from tracking.lifecycle.table import TRANSITIONS
from tracking.models import Dossier, DossierState, Opinion, Piece

from .desk import do, done, hidden, page, pdf, refused, screen

DAY = timedelta(days=1)
ARABIC = "التصميم مخالف لضابط البناء"


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
    with override("fr"):
        assert [str(message) for message in response.context["messages"]] == [str(IN_TIME_TO_CONTEST.sentence)]


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


def test_an_applicant_who_comes_in_person_withdraws_at_the_counter(town, enter, private_files, neighbour_clerk):
    dossier = filed_dossier(town)
    clerk = enter(town.clerk)
    refused(do(clerk, dossier, "withdraw", reason="تغير المشروع"))
    refused(do(clerk, dossier, "withdraw", scan=pdf()))
    assert not any(path.is_file() for path in private_files.rglob("*"))
    assert done(do(clerk, dossier, "withdraw", reason="تغير المشروع", scan=pdf()), dossier) == DossierState.WITHDRAWN
    address = f"/files/{dossier.withdrawal_scan_id}/"
    history = clerk.get(page(dossier.pk)).content.decode()
    assert address in history
    assert "Retirée par le demandeur, au guichet" in history
    assert "تغير المشروع" in history
    for reader, status in ((town.clerk, 200), (dossier.applicant, 200), (neighbour_clerk, 404)):
        response = enter(reader).get(address)
        assert response.status_code == status, reader
        response.close()


def test_a_withdrawal_sent_twice_keeps_one_scan(town, enter, private_files):
    dossier = filed_dossier(town)
    client = enter(town.clerk)
    sent = {**hidden(client.get(screen(dossier.pk, "withdraw"))), "reason": "x"}
    for _click in range(2):
        done(client.post(screen(dossier.pk, "withdraw"), {**sent, "scan": pdf()}), dossier)
    assert dossier.events.filter(kind="withdraw").count() == 1
    assert len([path for path in private_files.rglob("*") if path.is_file()]) == 1


def test_the_desk_offers_nothing_to_the_officer_who_holds_the_applicants_mandate(town, enter):
    dossier = filed_dossier(town)
    Mandate.objects.create(given_by=dossier.applicant, given_to=town.clerk, given_at=MONDAY, confirmed_at=MONDAY)
    client = enter(town.clerk)
    shown = client.get(page(dossier.pk))
    assert shown.status_code == 200
    told = shown.content.decode()
    assert "/do/" not in told
    assert "Vous êtes du côté du demandeur dans ce dossier" in told
    assert f'href="/d/{dossier.reference}/"' in told
    for name in ("withdraw", "add-document", "redirect"):
        assert client.get(screen(dossier.pk, name)).status_code == 403
        assert client.post(screen(dossier.pk, name), {"reason": "x", "scan": pdf()}).status_code == 403
    dossier.refresh_from_db()
    assert dossier.state == DossierState.ADMITTED
    # A colleague without the mandate does it.
    colleague = enter(make_officer(Role.CLERK, commune=town.commune))
    assert colleague.get(screen(dossier.pk, "withdraw")).status_code == 200


def test_the_desk_offers_nothing_on_a_request_of_ones_own(town, enter):
    dossier = filed_dossier(town, applicant=make_applicant(town.clerk))
    client = enter(town.clerk)
    assert "/do/" not in client.get(page(dossier.pk)).content.decode()
    assert client.get(screen(dossier.pk, "withdraw")).status_code == 403


def test_a_signed_decision_is_not_withdrawn_at_the_counter(approved, town, enter):
    response = enter(town.clerk).get(screen(approved.pk, "withdraw"))
    assert response.headers["Location"] == page(approved.pk)


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
