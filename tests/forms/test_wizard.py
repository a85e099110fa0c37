"""The wizard as a person meets it: what is asked, kept, refused, and how many queries a step takes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forms.models import Draft
from tests.factories import make_person

from .conftest import Filler
from .factories import ANSWERS, FORM, make_upload

pytestmark = pytest.mark.django_db


def draft() -> Draft:
    return Draft.objects.get()


# --- the start --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_start_says_what_to_have_at_hand_and_asks_for_no_account(client, town, clock, language):
    filler = Filler(client, town, language=language)
    response = client.get(filler.url("start"))
    assert response.status_code == 200
    assert filler.step("applicant") in response.content.decode()
    assert [document.code for document in response.context["documents"]] == [
        "identity_copy",
        "plan",
        "title_deed",
        "photos",
    ]


def test_the_start_of_a_procedure_not_in_force_is_refused_in_the_readers_language(filler, town):
    town.versions["U6"].periods.all().delete()
    for address in (filler.url("start"), filler.step("applicant")):
        response = filler.client.get(address)
        assert response.status_code == 409
        assert "ne peut pas être demandée" in response.content.decode()


def test_a_commune_that_takes_nothing_online_says_so_before_the_first_question(filler, town):
    town.publish(FORM, online=False)
    response = filler.client.get(filler.url("start"))
    assert response.context["online"] is False
    assert filler.step("applicant") not in response.content.decode()
    assert filler.get("applicant")["Location"] == filler.url("start")
    assert filler.post("applicant")["Location"] == filler.url("start")
    assert not Draft.objects.exists()


def test_the_start_leads_back_to_the_first_question_not_answered(filler):
    filler.post("applicant")
    assert filler.client.get(filler.url("start")).context["first_url"] == filler.step("place")


# --- a step -----------------------------------------------------------------------------------------------------------


def test_looking_at_the_first_step_makes_no_draft(filler):
    assert filler.get("applicant").status_code == 200
    assert not Draft.objects.exists()


def test_a_stranger_who_looks_gets_no_cookie_but_the_forms_token(filler):
    assert set(filler.get("applicant").cookies) == {"csrftoken"}
    filler.post("applicant")
    assert set(filler.get("place").cookies) <= {"csrftoken"}


def test_a_step_is_nobody_elses_to_keep(filler):
    control = filler.get("applicant")["Cache-Control"]
    assert "private" in control
    assert "no-store" in control


def test_a_right_answer_is_kept_and_leads_on(filler):
    assert filler.post("applicant")["Location"] == filler.step("place")
    assert draft().data["answers"] == {"applicant": ANSWERS["applicant"]}
    assert draft().revision == 1


def test_everything_answered_is_stored_as_the_question_types_say(filler):
    filler.fill()
    assert {key: given for key, given in draft().data["answers"].items() if given} == ANSWERS


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("identity__number", "12"),
        ("identity__number", "AB123456\u202e"),
        ("phone", "0812345678"),
        ("full_name", ""),
        ("full_name", "x" * 5000),
        ("identity__kind", "dragon"),
    ],
)
def test_a_wrong_answer_comes_back_with_a_sentence_and_what_was_typed(filler, field, value):
    response = filler.post("applicant", **{field: value})
    assert response.status_code == 200
    form = response.context["wizard"]["form"]
    assert form.errors
    assert form.data[f"applicant-{field}"] == value
    assert not Draft.objects.exists()


def test_what_was_answered_is_shown_again(filler):
    filler.post("applicant")
    html = filler.get("applicant").content.decode()
    assert 'value="ab 123456"' in html
    assert 'class="error-summary"' not in html


def test_a_step_that_is_not_asked_is_passed_over(filler):
    filler.post("applicant")
    assert filler.post("place")["Location"] == filler.step("works")
    assert filler.get("deed")["Location"] == filler.step("works")
    assert filler.post("deed", deed_name="x").status_code == 400


def test_a_step_opened_by_an_answer_is_asked(filler):
    filler.post("applicant")
    title = {
        "land_right": "title",
        "land_reference__kind": "title",
        "land_reference__number": "12345/28",
        "land_reference__name": "",
        "shown": "address,land_right,land_reference",
    }
    assert filler.post("place", **title)["Location"] == filler.step("deed")


def test_a_question_opened_from_another_step_must_be_answered_before_the_review(filler):
    """The right on the land changes after the works were described: the owner's name was not asked then."""
    filler.post("applicant")
    title = {
        "land_right": "title",
        "land_reference__kind": "title",
        "land_reference__number": "12345/28",
        "shown": "address,land_right,land_reference",
    }
    filler.post("place", **title)
    filler.post("deed", deed_name="ملك", shown="deed_name")
    filler.post("works", shown="description,area", owner="")
    filler.post("documents")
    assert filler.review().status_code == 200
    filler.post("place")
    assert filler.review()["Location"] == filler.step("works")


def test_an_answer_that_is_no_longer_asked_is_not_shown_in_the_review(filler):
    filler.fill()
    shown = [question.key for _step, given in filler.review().context["rows"] for question, _words in given]
    assert shown == ["full_name", "identity", "phone", "address", "land_right", "description", "owner", "area"]


def test_a_change_from_the_review_leads_back_to_it(filler):
    filler.fill()
    assert filler.post("applicant", query="?from=review")["Location"] == filler.url("review")


# --- leaving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["applicant", "documents"])
def test_whoever_leaves_is_told_how_to_come_back(filler, step):
    filler.fill()
    assert filler.post(step, leave=True)["Location"] == filler.url("saved")
    assert filler.client.get(filler.url("saved")).status_code == 200


def test_whoever_leaves_in_the_middle_of_a_step_keeps_what_was_typed(filler):
    assert filler.post("applicant", leave=True, phone="06")["Location"] == filler.url("saved")
    response = filler.get("applicant")
    html = response.content.decode()
    assert 'value="ab 123456"' in html
    assert 'value="06"' in html
    assert 'class="error-summary"' not in html
    assert filler.review()["Location"] == filler.step("applicant")


def test_saved_without_a_draft_leads_to_the_start(filler):
    assert filler.client.get(filler.url("saved"))["Location"] == filler.url("start")


# --- forged addresses and forms -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["unknown", "constructor", "done"])
def test_a_step_that_the_version_does_not_have_is_not_found(filler, step):
    filler.post("applicant")
    assert filler.get(step).status_code == 404
    assert filler.client.post(filler.step(step), {}).status_code == 404


@pytest.mark.parametrize("step", ["place", "works", "documents"])
def test_nobody_begins_in_the_middle(filler, step):
    assert filler.get(step)["Location"] == filler.step("applicant")
    assert filler.post(step).status_code in (302, 400)
    assert filler.review()["Location"] == filler.step("applicant")
    assert not Draft.objects.exists()


def test_the_management_form_of_another_step_is_refused_and_changes_nothing(filler):
    filler.post("applicant")
    before = draft().data
    response = filler.client.post(filler.step("works"), filler.data("place"))
    assert response.status_code == 400
    assert "lang=" in response.content.decode()
    assert draft().data == before


@pytest.mark.parametrize("data", [{}, {"apply_1-current_step": "applicant"}, {"wizard_goto_step": "documents"}])
def test_a_form_without_its_step_is_refused(filler, data):
    assert filler.client.post(filler.step("applicant"), data).status_code == 400
    assert not Draft.objects.exists()


def test_a_form_without_its_token_is_refused(town, clock):
    filler = Filler(Client(enforce_csrf_checks=True), town)
    response = filler.post("applicant")
    assert response.status_code == 403
    page = response.content.decode()
    # The portal's own page, in the language of the address: whoever lost their session reads what to do.
    assert '<html lang="fr"' in page
    assert "rechargez la page" in page


def test_a_step_that_is_not_leads_back_to_the_procedure(filler):
    filler.post("applicant")
    page = filler.get("unknown").content.decode()
    assert f'href="{filler.step("x").split("apply/")[0]}"' in page


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_other_method_is_known(filler, method):
    assert getattr(filler.client, method)(filler.step("applicant")).status_code == 405


# --- two windows --------------------------------------------------------------------------------------------------------


def test_a_window_left_open_does_not_fill_a_draft_that_was_closed(filler):
    filler.post("applicant")
    held = draft()
    filler.client.post(f"/fr/drafts/{held.pk}/close/", {"back": "/fr/", "sure": "yes"})
    filler.post("works")
    held.refresh_from_db()
    assert held.data == {}


def test_two_requests_of_one_person_do_not_meet(client, town, clock):
    here, there = Filler(client, town), Filler(client, town, commune=town.neighbour)
    here.post("applicant")
    there.post("applicant", full_name="غيره")
    names = {d.commune_id: d.answers["full_name"] for d in Draft.objects.all()}
    assert names == {town.commune.pk: "مرتفق", town.neighbour.pk: "غيره"}


# --- the account --------------------------------------------------------------------------------------------------------


def test_the_account_fills_in_what_it_knows(filler):
    filler.client.force_login(make_person(cnie="AB123456", phone="+212612345678"))
    html = filler.get("applicant").content.decode()
    for known in ("AB123456", "+212612345678", "شخص"):
        assert f'value="{known}"' in html


def test_a_language_changed_on_the_way_changes_the_words_alone(client, town, clock):
    Filler(client, town, language="fr").post("applicant")
    response = Filler(client, town, language="ar").get("place")
    assert response.status_code == 200
    assert response.context["draft"] == draft()
    assert "العنوان" in response.content.decode()


# --- speed --------------------------------------------------------------------------------------------------------------


# What finds the page (its site, its language, its home, itself, its ancestors, their restrictions), and who asks.
ROUTING = 6
SIGNED_IN = 2


def _queries(act) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        act()
    kept = [q["sql"] for q in queries.captured_queries]
    return [sql for sql in kept if not sql.startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("step", ["applicant", "place", "works", "documents"])
def test_a_step_takes_at_most_three_queries_beyond_finding_its_page(filler, private_files, step, signed_in):
    if signed_in:
        filler.client.force_login(make_person())
    filler.fill()
    for _number in range(2):
        make_upload(draft())
    filler.get(step)
    queries = _queries(lambda: filler.get(step))
    assert len(queries) <= ROUTING + signed_in * SIGNED_IN + 3, "\n".join(queries)


def test_a_first_visit_takes_at_most_three_queries_beyond_finding_its_page(filler):
    filler.get("applicant")
    queries = _queries(lambda: filler.get("applicant"))
    assert len(queries) <= ROUTING + 3, "\n".join(queries)


def test_a_saved_step_takes_two_queries_more(filler):
    filler.fill()
    queries = _queries(lambda: filler.post("works", area="20"))
    assert len(queries) <= ROUTING + 5, "\n".join(queries)


def test_the_review_takes_as_many_queries_whatever_the_number_of_files(filler, private_files):
    filler.fill()
    for _number in range(2):
        make_upload(draft())
    queries = _queries(filler.review)
    assert len(queries) <= ROUTING + 6, "\n".join(queries)
