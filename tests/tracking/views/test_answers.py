"""What an applicant sends on the page: the list and nothing else, once, and nothing is lost or left when it is wrong."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from portal.kernel.models import StoredFile
from portal.kernel.now import at as at_moment
from tests.factories import MONDAY
from tests.tracking.catalogue import DAY, examine, file_in
from tracking.actions.notify_reservations import notify_reservations
from tracking.actions.request_modifications import Remarked, request_modifications
from tracking.lifecycle.apply import grant_by_silence
from tracking.models import DossierState, Piece

from .conftest import here, pdf, photo


def post(reader, dossier, name, **sent):
    return reader(dossier).post(here(dossier, name), {"once": "token", **sent})


@pytest.fixture
def incomplete(town):
    return file_in(town, "U6", given=("identity_copy",))


def test_the_form_lists_each_missing_document_and_no_other(reader, incomplete):
    page = reader(incomplete).get(here(incomplete)).context["file"]
    assert [slot.rule.code for slot in page.asked] == ["right_on_place"]


def test_giving_the_last_document_completes_the_file_from_that_moment(reader, incomplete):
    response = post(reader, incomplete, "pieces/", **{"piece-right_on_place": photo()})
    assert response["Location"] == here(incomplete)
    incomplete.refresh_from_db()
    assert incomplete.state == DossierState.ADMITTED
    assert incomplete.due_on.isoformat() == "2026-10-21"
    page = reader(incomplete).get(here(incomplete))
    assert page.context["file"].asked == []


def test_documents_may_come_in_several_times(reader, town):
    dossier = file_in(town, "U1", given=("identity_copy",))
    post(reader, dossier, "pieces/", **{"piece-ownership": photo()})
    dossier.refresh_from_db()
    assert dossier.state == DossierState.HELD_INCOMPLETE
    asked = [slot.rule.code for slot in reader(dossier).get(here(dossier)).context["file"].asked]
    assert asked == ["situation_plan", "boundary_plan", "architectural_plans"]


def test_several_files_may_be_given_for_one_document(reader, incomplete):
    post(reader, incomplete, "pieces/", **{"piece-right_on_place": [photo("a.jpg"), photo("b.jpg")]})
    assert incomplete.pieces.filter(document_code="right_on_place").count() == 2


@pytest.mark.parametrize(
    ("field", "file"),
    [
        ("piece-right_on_place", SimpleUploadedFile("empty.pdf", b"")),
        ("piece-right_on_place", SimpleUploadedFile("virus.exe", b"MZ" + b"x" * 100)),
        ("piece-right_on_place", SimpleUploadedFile("ruin.pdf", b"%PDF-1.7 ruin")),
        ("piece-photos", photo()),
        ("piece-identity_copy", photo()),
        ("piece-../../etc", photo()),
    ],
    ids=["empty", "another kind", "damaged", "not on the list", "given already", "no document"],
)
def test_what_is_not_right_comes_back_with_a_sentence_and_leaves_nothing(reader, incomplete, field, file):
    before = StoredFile.objects.count()
    response = post(reader, incomplete, "pieces/", **{field: file})
    assert response.status_code == 400
    assert response.context["errors"][0][1]
    assert StoredFile.objects.count() == before
    incomplete.refresh_from_db()
    assert incomplete.state == DossierState.HELD_INCOMPLETE
    assert incomplete.pieces.count() == 1


def test_one_wrong_file_keeps_none_of_the_others(reader, town):
    dossier = file_in(town, "U1", given=("identity_copy",))
    before = StoredFile.objects.count()
    sent = {"piece-ownership": photo(), "piece-architectural_plans": photo("plan.jpg")}
    response = post(reader, dossier, "pieces/", **sent)
    assert response.status_code == 400
    assert response.context["errors"][0][0] == "piece-architectural_plans"
    assert StoredFile.objects.count() == before


def test_a_file_that_is_too_large_is_told_with_its_limit(reader, incomplete):
    large = SimpleUploadedFile("large.pdf", b"%PDF-1.7" + b"0" * (10 * 1024 * 1024 + 1))
    response = post(reader, incomplete, "pieces/", **{"piece-right_on_place": large})
    assert response.status_code == 400
    assert "10" in response.context["errors"][0][1]


def test_more_files_than_the_document_may_have(reader, incomplete):
    files = [photo(f"{number}.jpg") for number in range(6)]
    assert post(reader, incomplete, "pieces/", **{"piece-right_on_place": files}).status_code == 400
    assert incomplete.pieces.count() == 1


def test_sending_nothing_says_what_to_choose(reader, incomplete):
    assert post(reader, incomplete, "pieces/").context["errors"][0][0] == "piece-right_on_place"


def test_the_same_form_sent_twice_does_one_thing(reader, incomplete):
    post(reader, incomplete, "pieces/", **{"piece-right_on_place": photo()})
    before = StoredFile.objects.count()
    again = post(reader, incomplete, "pieces/", **{"piece-right_on_place": photo()})
    assert again.status_code in (302, 400)
    assert incomplete.pieces.filter(document_code="right_on_place").count() == 1
    assert StoredFile.objects.count() == before


def test_a_document_for_information_may_come_until_delivery(reader, town):
    dossier = file_in(town, "U6", given=("identity_copy", "right_on_place"))
    response = post(reader, dossier, "information/", **{"piece-photos": [photo("a.jpg"), photo("b.jpg")]})
    assert response.status_code == 302
    assert dossier.pieces.filter(document_code="photos").exclude(check_result=Piece.Check.REPLACED).exists()


def test_a_main_document_cannot_come_in_that_way(reader, town):
    dossier = file_in(town, "U6")
    before = dossier.pieces.count()
    assert post(reader, dossier, "information/", **{"piece-right_on_place": photo()}).status_code == 400
    assert dossier.pieces.count() == before


def test_modified_plans_start_a_whole_new_term(reader, town):
    dossier = file_in(town, "U1")
    at = examine(town, dossier)
    request_modifications(dossier=dossier, remarks=[Remarked("تقليص العلو", "2.92.832")], actor=town.president, at=at)
    with at_moment(MONDAY + 4 * DAY):
        response = post(reader, dossier, "modified/", **{"piece-architectural_plans": pdf()})
    assert response.status_code == 302
    dossier.refresh_from_db()
    assert (dossier.state, dossier.round) == (DossierState.ADMITTED, 2)
    assert dossier.due_on.isoformat() == "2026-10-26"  # the 24th is a Saturday


def test_reservations_are_answered_in_words_or_sheets_but_not_with_nothing(reader, town):
    dossier = file_in(town, "U1")
    at = examine(town, dossier)
    notify_reservations(dossier=dossier, remarks=[Remarked("توضيح", "RGC 38")], actor=town.president, at=at)
    with at_moment(at + timedelta(hours=1)):
        assert post(reader, dossier, "reservations/").status_code == 400
        assert post(reader, dossier, "reservations/", answer="تم التوضيح").status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == DossierState.AWAITING_DECISION


def test_the_certificate_of_silence_is_asked_from_the_governor(reader, town):
    dossier = file_in(town, "U6")
    with transaction.atomic():
        grant_by_silence(dossier, at=MONDAY + 40 * DAY)
    with at_moment(MONDAY + 41 * DAY):
        assert post(reader, dossier, "certificate/").status_code == 302
    dossier.refresh_from_db()
    assert (dossier.state, dossier.holder) == (DossierState.SILENCE_CERTIFICATE_REQUESTED, "governor")


@pytest.mark.parametrize("name", ["modified/", "reservations/", "certificate/", "pieces/"])
def test_what_the_state_does_not_ask_is_refused_on_the_page(reader, town, name):
    dossier = file_in(town, "U6")
    before = StoredFile.objects.count()
    response = post(reader, dossier, name, answer="x", **{"piece-right_on_place": photo()})
    assert response.status_code in (400, 409)
    assert response.context["errors"]
    assert StoredFile.objects.count() == before
    dossier.refresh_from_db()
    assert dossier.state == DossierState.ADMITTED


def test_a_form_asked_for_by_address_leads_to_the_page(reader, town):
    dossier = file_in(town, "U6")
    for name in ("pieces/", "information/", "modified/", "reservations/", "certificate/"):
        assert reader(dossier).get(here(dossier, name))["Location"] == here(dossier)


@pytest.mark.parametrize("key", ["\0", "token\0", "t" * 60 + "\0"])
def test_a_key_with_the_null_character_is_refused_and_nothing_is_kept(reader, incomplete, private_files, key):
    response = post(reader, incomplete, "pieces/", once=key, **{"piece-right_on_place": photo()})
    assert response.status_code == 400
    incomplete.refresh_from_db()
    assert incomplete.state == DossierState.HELD_INCOMPLETE
    assert not incomplete.pieces.filter(document_code="right_on_place").exists()
    assert not any(path.is_file() for path in private_files.rglob("*"))


@pytest.mark.parametrize(("name", "field"), [("reservations/", "answer"), ("withdraw/", "reason")])
def test_words_with_the_null_character_are_refused(reader, town, name, field):
    dossier = file_in(town, "U6")
    events = dossier.events.count()
    assert post(reader, dossier, name, **{field: "a\0b"}).status_code == 400
    assert dossier.events.count() == events


def test_withdrawing_asks_once_more_and_then_does_it(reader, town):
    dossier = file_in(town, "U6")
    asked = reader(dossier).get(here(dossier, "withdraw/"))
    assert asked.status_code == 200
    dossier.refresh_from_db()
    assert dossier.state == DossierState.ADMITTED
    assert post(reader, dossier, "withdraw/", reason="تغير المشروع")["Location"] == here(dossier)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.WITHDRAWN
    # A second tap finds it done.
    assert post(reader, dossier, "withdraw/").status_code == 409
    assert reader(dossier).get(here(dossier, "withdraw/"))["Location"] == here(dossier)
