"""A version whose form the wizard could not show is not published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.checks import RESERVED, check_form
from forms.urls import urlpatterns
from forms.views.wizard import DOCUMENTS
from procedures.snapshot import Question, Step, Text

from .factories import FORM

QUESTION = FORM.steps[0].questions[0]


def codes(*steps):
    return [finding.code for finding in check_form(replace(FORM, steps=steps))]


def test_a_form_that_can_be_shown_has_no_finding():
    assert codes(*FORM.steps) == []


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ((), "no_step"),
        ((Step("works", Text(fr="Travaux")),), "step_empty"),
        ((Step("submit", Text(fr="Envoi"), questions=(QUESTION,)),), "step_name"),
        ((Step("les travaux", Text(fr="Travaux"), questions=(QUESTION,)),), "step_name"),
        ((Step("works", Text(), questions=(Question("a", "dragon", Text(fr="A")),)),), "question_type_unknown"),
    ],
)
def test_a_form_that_cannot_be_shown_is_refused(steps, code):
    assert codes(*steps) == [code]


def test_no_step_hides_an_address_of_the_wizard():
    fixed = {str(pattern.pattern).rstrip("/") for pattern in urlpatterns} - {"", "<slug:step>"}
    assert fixed | {DOCUMENTS} == RESERVED
