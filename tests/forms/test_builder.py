"""What is asked follows from the answers; what is no longer asked is not kept."""

from __future__ import annotations

from django.http import QueryDict

from forms.builder import is_asked, shown_answers, step_form
from procedures.conditions import Place
from procedures.snapshot import Option, Question, Step, Text

PLACE = Place(code="08.577.01.11", urban=True, province_code="08.577", region_code="08", population=44239)
YES_NO = (Option("yes", Text(fr="Oui")), Option("no", Text(fr="Non")))
STEP = Step(
    key="land",
    title=Text(fr="Terrain", ar="الأرض"),
    questions=(
        Question(
            "right", "one", Text(fr="Droit"), options=(Option("title", Text(fr="Titre")), Option("other", Text(fr="A")))
        ),
        Question("number", "text", Text(fr="Numéro"), asked_if='right == "title"'),
        Question("note", "text", Text(fr="Note"), required=False),
    ),
)
LATER = Step(
    key="later", title=Text(fr="Suite"), questions=(Question("x", "text", Text(fr="X"), asked_if='right == "title"'),)
)


def post(**values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data[f"land-{name}"] = value
    return step_form(STEP, language="fr", place=PLACE)(data=data, prefix="land")


def test_a_question_opened_by_this_answer_is_shown_before_it_is_required():
    form = post(right="title", shown="right,note")
    assert not form.is_valid()
    assert [q.key for q in form.newly_asked] == ["number"]
    assert "number" not in form.errors
    assert {e.code for e in form.errors.as_data()["__all__"]} == {"more_questions"}


def test_once_shown_it_is_required():
    form = post(right="title", shown="right,number,note")
    assert not form.is_valid()
    assert "number" in form.errors


def test_an_answer_whose_question_is_hidden_is_not_kept():
    form = post(right="other", number="12345", shown="right,number,note")
    assert form.is_valid(), form.errors
    assert form.answers == {"right": "other"}


def test_a_step_without_questions_to_ask_is_skipped():
    assert not is_asked(LATER, {"right": "other"}, PLACE)
    assert is_asked(LATER, {"right": "title"}, PLACE)


def test_the_review_shows_answers_in_words():
    rows = shown_answers((STEP,), {"right": "title"}, "fr")
    assert [(step.key, [(q.key, s.words) for q, s in given]) for step, given in rows] == [
        ("land", [("right", "Titre")])
    ]


def test_the_next_screen_tells_the_questions_it_shows():
    assert post(right="title", shown="right,note").shown_value == "right,number,note"
