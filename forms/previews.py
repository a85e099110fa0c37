"""The form of a draft as its applicants would see it, in each language: every screen on one page.

Nothing is bound to a request: no draft, no session, no answer is read or written, and what is typed goes nowhere, since
there is no form element around it. Every question is shown, with the condition under which it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from portal.context import current_language
from procedures.attachments import PreviewMode
from procedures.condition_words import in_words
from procedures.conditions import Place
from procedures.snapshot import DocumentRule, Question, Snapshot, Step

from .builder import step_form
from .checks import check_form
from .fields import registered

# No commune: whether a question is asked is told, not decided.
_NOWHERE: Final = Place(code="", urban=False, province_code="", region_code="", population=None)
_LABELS: Final = (("ar", _("Form in Arabic")), ("fr", _("Form in French")), ("zgh", _("Form in Amazigh")))


@dataclass(frozen=True, slots=True)
class PreviewedQuestion:
    """One question with the fields that the wizard would show. `condition`: when it is asked; empty is always."""

    question: Question
    fields: tuple[BoundField, ...]
    condition: str


@dataclass(frozen=True, slots=True)
class PreviewedStep:
    step: Step
    questions: tuple[PreviewedQuestion, ...]


@dataclass(frozen=True, slots=True)
class PreviewedDocument:
    rule: DocumentRule
    condition: str


def modes() -> tuple[PreviewMode, ...]:
    """What the app attaches to the editor of a procedure."""
    return tuple(PreviewMode(f"form-{language}", label, language, show) for language, label in _LABELS)


def show(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Steps, documents and review of `snapshot` on one page, in the active language."""
    language = current_language()
    steps = [_previewed(step, snapshot, language) for step in snapshot.steps]
    context = {
        "snapshot": snapshot,
        "steps": steps,
        "documents": [
            PreviewedDocument(rule, in_words(rule.asked_if, snapshot, language)) for rule in snapshot.documents
        ],
        # The documents and the review follow the steps.
        "step_total": len(steps) + 2,
        "documents_number": len(steps) + 1,
        "faults": [finding.sentence for finding in check_form(snapshot)],
    }
    return TemplateResponse(request, "forms/preview.html", context).render()


def _previewed(step: Step, snapshot: Snapshot, language: str) -> PreviewedStep:
    """The fields of every question of a known type, as if each were asked."""
    known = tuple(question for question in step.questions if question.type in registered())
    asked = replace(step, questions=tuple(replace(question, asked_if="") for question in known))
    form = step_form(asked, language=language, place=_NOWHERE)(prefix=step.key)
    conditions = {question.key: in_words(question.asked_if, snapshot, language) for question in known}
    return PreviewedStep(
        step,
        tuple(
            PreviewedQuestion(question, tuple(fields), conditions[question.key]) for question, fields in form.groups()
        ),
    )
