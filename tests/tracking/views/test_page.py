"""The page of a dossier: where it is, who holds it, by when, what to do; the papers, the story, and how little it asks."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy, override

from portal.kernel.files import store
from portal.kernel.now import at as at_moment
from tests.factories import MONDAY, make_person
from tests.tracking.catalogue import DAY, decide_in, examine, file_in
from tests.tracking.conftest import SIGNING_CODE
from tracking.actions.find_not_required import find_not_required
from tracking.actions.record_payment import record_payment
from tracking.actions.redirect_dossier import redirect_dossier
from tracking.actions.request_modifications import Remarked, request_modifications
from tracking.actions.schedule_visit import schedule_visit
from tracking.actions.sign_act import sign_act
from tracking.lifecycle.apply import grant_by_silence
from tracking.lifecycle.table import TRANSITIONS
from tracking.models import DossierState, Piece
from tracking.views.situation import NOTHING_TO_DO, SITUATIONS
from tracking.views.story import OFFICES, TOLD
from tracking.views.words import said

from .conftest import here, photo


def words(reader, dossier, language="fr", query=""):
    response = reader(dossier).get(here(dossier, language=language) + query)
    assert response.status_code == 200
    return response.content.decode()


def sealed(town, code="U6", **fields):
    act = decide_in(town, code, **fields)
    return sign_act(act=act, code=SIGNING_CODE, actor=town.president, at=act.prepared_at + timedelta(hours=1))


def test_every_state_says_something_to_the_applicant():
    assert set(SITUATIONS) == {str(state) for state in DossierState}


def test_every_step_is_told_or_left_to_the_officers_on_purpose():
    officers = {
        *("decide_grant", "decide_refusal", "void_decision", "check_piece", "prepare_silence_certificate"),
        "void_certificate",
    }
    assert {transition.name for transition in TRANSITIONS} - set(TOLD) == officers


def test_every_role_that_acts_has_an_office():
    roles = {role for transition in TRANSITIONS for role in transition.roles} - {"secretariat"}
    assert roles <= set(OFFICES)


def test_an_admitted_file_tells_its_holder_its_last_day_and_that_there_is_nothing_to_do(reader, town):
    dossier = file_in(town, "U6")
    response = reader(dossier).get(here(dossier))
    page = response.context["file"]
    assert page.deadline.due_on.isoformat() == "2026-10-19"
    assert page.deadline.remaining == 8
    assert response.context["todo"] == said(NOTHING_TO_DO)
    assert "19 octobre 2026" in response.content.decode()
    assert page.asked == []


def test_after_filing_the_number_is_said_first(reader, town):
    dossier = file_in(town, "U6")
    shown = words(reader, dossier, query="?filed=1")
    assert shown.index("notice-success") < shown.index("<h1>")
    assert "notice-success" not in words(reader, dossier)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_page_is_told_in_each_language(reader, town, language):
    shown = words(reader, file_in(town, "U6"), language)
    assert f'<html lang="{language}"' in shown
    assert "2026" in shown


def test_a_legal_status_is_told_in_amazigh_on_a_page_in_amazigh(reader, town):
    shown = words(reader, file_in(town, "U6"), "zgh")
    panel = shown[shown.index("state-panel") : shown.index("</section>", shown.index("state-panel"))]
    assert re.search("[ⴰ-ⵥ]{3}", panel)
    assert 'lang="fr"' not in panel
    assert 'lang="ar"' not in panel


def test_words_that_amazigh_lacks_are_arabic_on_a_page_in_amazigh():
    words_of_django = gettext_lazy("Enter a valid URL.")
    with override("zgh"):
        assert said(words_of_django).startswith('<span lang="ar" dir="rtl">')
    with override("fr"):
        assert "<span" not in said(words_of_django)


def test_a_file_without_term_says_that_no_text_sets_one(reader, town):
    dossier = file_in(town, "U6")
    type(dossier).objects.filter(pk=dossier.pk).update(due_on=None)
    response = reader(dossier).get(here(dossier))
    assert response.context["no_term"]
    assert response.context["deadline"] is None


def test_a_commune_that_published_no_desk_still_says_where_to_ask(reader, town, monkeypatch):
    monkeypatch.setattr("tracking.views.page.facts_in_force", lambda *a, **k: None)
    shown = words(reader, file_in(town, "U6"), "ar")
    assert "مكتب الضبط بالجماعة" in shown
    assert "أدلوا برقم ملفكم." in shown


def test_a_late_file_says_by_how_much(reader, town):
    dossier = file_in(town, "D1")
    with at_moment(MONDAY + timedelta(days=20)):
        page = reader(dossier).get(here(dossier)).context["file"]
        assert page.deadline.days_late == 5


def test_a_visit_tells_day_and_hours(reader, town):
    dossier = file_in(town, "D1")
    at = MONDAY + 3 * DAY
    schedule_visit(dossier=dossier, starts_at=at, ends_at=at + timedelta(hours=2), actor=town.clerk, at=MONDAY)
    values = reader(dossier).get(here(dossier)).context["file"].values
    assert (values["visit_on"].isoformat(), values["visit_from"], values["visit_until"]) == (
        *("2026-10-08", "10:00", "12:00"),
    )


def test_an_unpaid_approval_tells_the_amount_and_withholds_the_act(reader, town):
    act = sealed(town)
    response = reader(act.dossier).get(here(act.dossier))
    page = response.context["file"]
    assert page.values["amount"] == Decimal("300.00")
    assert "300,00" in response.content.decode()
    assert page.acts == []
    assert f"/files/{act.file_id}/" not in response.content.decode()
    assert reader(act.dossier).get(f"/files/{act.file_id}/").status_code == 404
    order = reader(act.dossier).get(response.context["order_url"])
    assert order["Content-Type"] == "application/pdf"


def test_a_paid_act_is_taken_and_verified(reader, town):
    act = sealed(town)
    record_payment(
        order=act.dossier.fee_orders.get(),
        means="cash",
        amount=Decimal("300.00"),
        quittance_number="Q-1",
        actor=town.cashier,
        at=MONDAY + 3 * DAY,
    )
    shown = words(reader, act.dossier)
    assert f"/files/{act.file_id}/" in shown
    assert f"/fr/verify/{act.code}/" in shown
    file = reader(act.dossier).get(f"/files/{act.file_id}/")
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
    assert "private" in file["Cache-Control"]
    file.close()


def test_a_refusal_gives_reasons_and_ways_of_appeal(reader, town):
    act = sealed(town, "U1", outcome="refusal")
    shown = words(reader, act.dossier)
    assert "يتجاوز العلو المسموح به" in shown
    assert "tribunal administratif" in shown


def test_a_decision_that_is_not_notified_is_not_told(reader, town):
    act = decide_in(town, "U6", outcome="refusal")
    shown = words(reader, act.dossier)
    assert "يتجاوز" not in shown
    assert act.number not in shown


def test_modifications_are_listed_with_their_basis(reader, town):
    dossier = file_in(town, "U1")
    at = examine(town, dossier)
    remarks = [Remarked("تقليص العلو", "المرسوم 2.92.832"), Remarked("الارتداد", "تصميم التهيئة")]
    request_modifications(dossier=dossier, remarks=remarks, actor=town.president, at=at)
    shown = words(reader, dossier)
    assert "تقليص العلو" in shown
    assert "المرسوم 2.92.832" in shown
    assert here(dossier, "modified/") in shown


def test_silence_that_granted_offers_the_governors_certificate(reader, town):
    dossier = file_in(town, "U6")
    with transaction.atomic():
        grant_by_silence(dossier, at=MONDAY + 40 * DAY)
    assert here(dossier, "certificate/") in words(reader, dossier)


def test_another_authority_is_named(reader, town):
    dossier = file_in(town, "U6")
    redirect_dossier(
        dossier=dossier,
        authority="الوكالة الحضرية",
        reasons="ليس من اختصاص الجماعة",
        legal_ground="RGC 4",
        actor=town.clerk,
        at=MONDAY,
    )
    assert "الوكالة الحضرية" in words(reader, dossier)


def test_a_written_answer_is_drawn_when_it_is_taken(reader, town):
    dossier = file_in(town, "U6")
    act = find_not_required(
        dossier=dossier, reasons="لا تستلزم رخصة", legal_ground="12-90", actor=town.clerk, at=MONDAY
    )
    assert here(dossier, f"acts/{act.pk}/") in words(reader, dossier)
    paper = reader(dossier).get(here(dossier, f"acts/{act.pk}/"))
    assert paper.content.startswith(b"%PDF-")
    assert reader(dossier).get(here(dossier, "acts/999999/")).status_code == 404


def test_the_receipt_is_drawn_from_frozen_data(reader, town):
    dossier = file_in(town, "U6")
    first, second = (reader(dossier).get(here(dossier, "receipt/")).content for _time in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "make",
    [
        lambda town: file_in(town, "U6"),
        lambda town: file_in(town, "U1", given=("identity_copy",)),
        lambda town: sealed(town).dossier,
        lambda town: sealed(town, "U1", outcome="refusal").dossier,
    ],
    ids=["admitted", "incomplete", "approved", "refused"],
)
def test_a_page_asks_the_database_twelve_times_at_most(reader, town, make, django_assert_max_num_queries):
    dossier = make(town)
    client = reader(dossier)
    client.get(here(dossier))
    with django_assert_max_num_queries(12):
        client.get(here(dossier))


# Private files.


def test_a_piece_is_read_by_its_applicant_and_by_the_commune_alone(client, reader, town):
    dossier = file_in(town, "U6")
    stored = store(photo(), name="carte.jpg", at=MONDAY)
    Piece.objects.filter(pk=dossier.pieces.first().pk).update(file=stored)
    address = f"/files/{stored.pk}/"
    assert client.get(address)["Location"].startswith("/ar/accounts/login/")
    for person, status in ((dossier.applicant, 200), (town.clerk, 200), (make_person(), 404), (town.technician, 200)):
        client.force_login(person)
        response = client.get(address)
        assert response.status_code == status, person
        response.close()
    assert client.get("/files/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_a_message_is_marked_with_its_language_and_its_moment_with_the_pages(reader, town):
    shown = words(reader, file_in(town, "U6"), "zgh")
    messages = re.findall(r'<article class="stack">\s*<p class="moment-when">.*?</article>', shown, re.DOTALL)
    assert messages
    for message in messages:
        assert re.search('<p lang="(ar|fr|zgh)" dir="auto">', message)
