"""From a step of the version to a Django form, for one reader and one set of answers.

Which questions are asked is decided by `procedures.conditions` alone, over the answers of the other steps and what was
posted for this one. An answer whose question is no longer asked is cleared: it is neither kept nor filed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from portal.templatetags.elements import form_errors
from procedures.conditions import Place, parse
from procedures.snapshot import Question, Step

from .fields import Shown, find
from .fields.base import name_of

SHOWN = "shown"


class StepForm(forms.Form):
    """A form of one step. Built by `step_form`; `answers` holds the typed answers once it is valid."""

    step: Step
    language: str
    place: Place

    def __init__(self, *args: Any, other_answers: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other_answers = dict(other_answers or {})
        self.answers: dict[str, Any] = {}
        self.asked: list[Question] = []
        # Questions that became asked by this very post: shown again without an error, since nobody has seen them.
        self.newly_asked: list[Question] = []
        self._shown = (
            set(filter(None, (self.data.get(self.add_prefix(SHOWN)) or "").split(","))) if self.is_bound else set()
        )
        self._add_fields()

    def _add_fields(self) -> None:
        """Add the fields of every question asked; a condition may look at earlier questions of the same step."""
        known = dict(self.other_answers)
        for question in self.step.questions:
            if not _holds(question, known, self.place):
                continue
            self.asked.append(question)
            kind = find(question.type)
            for part in kind.parts:
                field = kind.field(question, part, self.language)
                field.label = kind.label(question, part, self.language)
                optional = part in getattr(kind, "optional", ())
                field.required = question.required and not optional
                if part == kind.parts[0] and question.help:
                    field.help_text = question.help.read(self.language).words
                self.fields[name_of(question, part)] = field
            known[question.key] = self._peek(question, kind)

    def _peek(self, question: Question, kind: Any) -> Any:
        """The answer as posted or stored, if it is right: what conditions of later questions see."""
        if not self.is_bound:
            return self.initial_answers.get(question.key)
        values: dict[str, Any] = {}
        try:
            for part in kind.parts:
                name = name_of(question, part)
                field = self.fields[name]
                raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                values[part] = field.clean(raw)
            return kind.store(question, values)
        except ValidationError:
            return None

    @property
    def initial_answers(self) -> Mapping[str, Any]:
        return self.initial.get("answers", {}) if isinstance(self.initial, dict) else {}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for question in self.asked:
            if self._shown and question.key not in self._shown:
                self.newly_asked.append(question)
                self._forget_errors(question)
                continue
            self._clean_question(question, cleaned)
        if self.newly_asked:
            self.add_error(
                None,
                ValidationError(_("Your answer opens more questions: they are shown below."), code="more_questions"),
            )
        return cleaned

    def _clean_question(self, question: Question, cleaned: Mapping[str, Any]) -> None:
        kind = find(question.type)
        names = [name_of(question, part) for part in kind.parts]
        if any(name in self.errors for name in names):
            return
        try:
            stored = kind.store(question, {part: cleaned.get(name_of(question, part)) for part in kind.parts})
        except ValidationError as wrong:
            self.add_error(name_of(question, kind.faults.get(wrong.code, kind.parts[-1])), wrong)
            return
        if stored is not None:
            self.answers[question.key] = stored

    def _forget_errors(self, question: Question) -> None:
        for part in find(question.type).parts:
            self.errors.pop(name_of(question, part), None)

    def faults(self) -> list[tuple[str, str]]:
        """The summary of errors; a question that has just been opened is no fault of anybody's."""
        return [(anchor, sentence) for anchor, sentence in form_errors(self) if anchor or not self.newly_asked]

    @property
    def shown_name(self) -> str:
        """The name of the hidden input that tells which questions this screen shows."""
        return self.add_prefix(SHOWN)

    @property
    def shown_value(self) -> str:
        return ",".join(question.key for question in self.asked)

    def groups(self) -> Iterator[tuple[Question, list[BoundField]]]:
        """Each asked question with its bound fields, in order: what the template walks."""
        for question in self.asked:
            yield question, [self[name_of(question, part)] for part in find(question.type).parts]

    def text_of(self, question: Question) -> Any:
        return question.label.read(self.language)


def step_form(step: Step, *, language: str, place: Place) -> type[StepForm]:
    """The form class of one step for a reader of `language` and a request about `place`."""
    return type("StepForm", (StepForm,), {"step": step, "language": language, "place": place})


def raw_answers(step: Step, answers: Mapping[str, Any], prefix: str) -> dict[str, list[str]]:
    """Typed answers turned back into what a browser would post: used to prefill a step that was never posted."""
    posted: dict[str, list[str]] = {}
    for question in step.questions:
        if question.key not in answers:
            continue
        value = answers[question.key]
        kind = find(question.type)
        values = value if isinstance(value, dict) else {"": value}
        for part in kind.parts:
            if part in values:
                posted[f"{prefix}-{name_of(question, part)}"] = _posted(values[part])
    return posted


def _posted(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def shown_answers(steps: tuple[Step, ...], answers: Mapping[str, Any], language: str) -> list[tuple[Step, list[Any]]]:
    """Every answer in words, by step: for the review page, the receipt and the officer's screen."""
    rows: list[tuple[Step, list[Any]]] = []
    for step in steps:
        given: list[tuple[Question, Shown]] = [
            (question, find(question.type).show(question, answers[question.key], language))
            for question in step.questions
            if question.key in answers
        ]
        rows.append((step, given))
    return rows


def is_asked(step: Step, answers: Mapping[str, Any], place: Place) -> bool:
    """Whether the step has any question to ask. `answers` are those that count (`procedures.law.answers_that_count`)."""
    return any(_holds(question, answers, place) for question in step.questions)


def is_complete(step: Step, answers: Mapping[str, Any], place: Place) -> bool:
    """Whether every question of the step that is asked and required has an answer among those that count."""
    return all(
        question.key in answers for question in step.questions if question.required and _holds(question, answers, place)
    )


def _holds(question: Question, answers: Mapping[str, Any], place: Place) -> bool:
    return not question.asked_if or parse(question.asked_if).holds(answers, place)
