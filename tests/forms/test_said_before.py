"""Answers said before the form: they fill in what nobody has posted yet, and are stored with the first step, never by looking."""

from __future__ import annotations

import pytest

from forms.models import Draft

from .factories import ANSWERS

pytestmark = pytest.mark.django_db
SAID = "?land_right=other&area=12.5&full_name=x&phone=0612345678&gone=1"


def initial(filler, step, query=""):
    form = filler.client.get(filler.step(step) + query).context["wizard"]["form"]
    return {name: form[name].value() for name in form.fields}


def test_looking_stores_nothing(filler):
    assert filler.client.get(filler.url("start") + SAID).status_code == 200
    assert filler.client.get(filler.step("applicant") + SAID).status_code == 200
    assert not Draft.objects.exists()


def test_the_start_hands_on_what_the_form_asks_and_no_words(filler):
    first = filler.client.get(filler.url("start") + SAID).context["first_url"]
    assert first == filler.step("applicant") + "?land_right=other&area=12.5"


def test_a_link_never_fills_in_a_name_or_a_number_of_a_person(filler):
    values = initial(filler, "applicant", SAID)
    assert values["full_name"] is None
    assert values["phone"] is None


def test_what_was_said_is_shown_on_its_step_after_the_first_was_posted(filler):
    assert filler.post("applicant", query=SAID).status_code == 302
    assert initial(filler, "place")["land_right"] == "other"
    assert Draft.objects.get().answers.keys() == ANSWERS["applicant"].keys()
    assert filler.post("place").status_code == 302
    assert initial(filler, "works")["area"] == "12.5"


def test_an_answer_posted_stands_over_what_was_said(filler):
    filler.post("applicant", query=SAID)
    filler.post("place")
    filler.post("works", area="40")
    assert initial(filler, "works", "?area=12.5")["area"] == "40"


@pytest.mark.parametrize("forged", ["?land_right=dragon", "?area=-1", "?area=x", "?shown=a", "?land_right=title'--"])
def test_a_forged_answer_is_left_out_in_silence(filler, forged):
    filler.post("applicant", query=forged)
    assert initial(filler, "place")["land_right"] is None
    assert initial(filler, "applicant", forged)["full_name"] is not None


def test_a_question_that_was_said_to_be_asked_is_shown_at_once(filler):
    filler.post("applicant", query="?land_right=title")
    assert any(name.startswith("land_reference") for name in initial(filler, "place"))
