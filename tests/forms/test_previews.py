"""The form in the editor's preview: every question with its condition, in each language, and nothing is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from forms.models import Draft
from forms.previews import modes, show
from procedures.snapshot import Question, Step, Text

from .factories import FORM


def page(rf, snapshot=FORM, language: str = "fr") -> str:
    with override(language):
        return show(rf.get("/"), snapshot).content.decode()


def test_every_step_question_and_document_is_shown(rf):
    shown = page(rf)
    for step in FORM.steps:
        assert f'id="step-{step.key}"' in shown
        for question in step.questions:
            assert f'id="question-{question.key.replace("_", "_")}"' in shown
    for document in FORM.documents:
        assert f'id="document-{document.code}"' in shown
    assert 'id="step-review"' in shown


def test_a_conditional_question_says_when_it_is_asked(rf):
    assert "Demandé seulement si « Droit » est « Autre »." in page(rf)
    assert "لا يطلب إلا إذا كان «الحق» هو «آخر»." in page(rf, language="ar")


def test_what_is_typed_goes_nowhere(rf):
    shown = page(rf).split('<main id="main"')[1].split("</main>")[0]
    assert "<form" not in shown
    assert 'type="submit"' not in shown
    assert "<script" not in shown
    assert 'name="csrfmiddlewaretoken"' not in shown


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("zgh", "ltr")])
def test_the_form_is_in_the_language_of_its_mode(rf, language, direction):
    assert f'<html lang="{language}" dir="{direction}">' in page(rf, language=language)


def test_no_question_is_asked_of_the_database(rf, db):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(rf)
    assert [query["sql"] for query in queries] == []
    assert not Draft.objects.exists()
    assert not Session.objects.exists()


def test_a_question_of_an_unknown_kind_is_told_and_the_rest_shown(rf):
    step = Step("odd", Text(fr="Étrange", ar="غريب"), questions=(Question("a", "dragon", Text(fr="A", ar="ا")),))
    shown = page(rf, replace(FORM, steps=(*FORM.steps, step)))
    assert "dragon" in shown
    assert 'id="question-full_name"' in shown


def test_what_is_not_filed_here_has_no_form(rf):
    shown = page(rf, replace(FORM, filing="guide", steps=()))
    assert "elle n'a pas de formulaire" in shown.replace("&#x27;", "'")


def test_the_modes_are_named_after_their_languages():
    assert [(mode.name, mode.language) for mode in modes()] == [
        ("form-ar", "ar"),
        ("form-fr", "fr"),
        ("form-zgh", "zgh"),
    ]
