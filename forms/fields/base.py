"""What a question type is, and the registry of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Invalid
from procedures.snapshot import Question, Text

Stored = Any  # what JSON can hold


class Shown:
    """An answer as a reader sees it: `words`, and whether they are written left to right whatever the page."""

    __slots__ = ("ltr", "words")

    def __init__(self, words: str, *, ltr: bool = False) -> None:
        self.words = words
        self.ltr = ltr

    def __str__(self) -> str:
        return self.words


class QuestionType:
    """One kind of question. Subclasses set `code` and override what differs from one text input."""

    code: ClassVar[str]
    # Parts of the answer: suffixes of the field names. One unnamed part unless the type is composite.
    parts: ClassVar[tuple[str, ...]] = ("",)
    ltr: ClassVar[bool] = False
    # Beside which part a refusal of `store` stands, by its code; beside the last one unless it is named here.
    faults: ClassVar[Mapping[str, str]] = {}

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        """The Django field of one part; required-ness of the question is set by the builder."""
        return forms.CharField(max_length=200)

    def label(self, question: Question, part: str, language: str) -> str:
        """The words beside the input of `part`; the question's own label for the unnamed part."""
        return question.label.read(language).words

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        """The answer to keep, from the cleaned parts; `None` when nothing was answered. May raise `ValidationError`."""
        value = values.get("")
        return None if value in ("", None) else value

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        """A stored answer in words."""
        return Shown("" if stored is None else str(stored), ltr=self.ltr)


_REGISTRY: dict[str, QuestionType] = {}
T = TypeVar("T", bound=type[QuestionType])


def register(kind: T) -> T:
    """Class decorator: make the type known under its code."""
    if kind.code in _REGISTRY:
        raise ValueError(f"question type {kind.code!r} is registered twice")
    _REGISTRY[kind.code] = kind()
    return kind


def find(code: str) -> QuestionType:
    """The type named `code`. Raises `Invalid` (`question_type_unknown`)."""
    try:
        return _REGISTRY[code]
    except KeyError:
        raise Invalid(
            _("The form has a question of an unknown type."), code="question_type_unknown", type=code
        ) from None


def registered() -> Mapping[str, QuestionType]:
    """Every type by its code."""
    return dict(_REGISTRY)


def name_of(question: Question, part: str) -> str:
    """The name of the form field of one part."""
    return f"{question.key}__{part}" if part else question.key


def option_words(question: Question, value: str, language: str) -> str:
    """The label of the option `value`; the value itself when the version no longer lists it."""
    for option in question.options:
        if option.value == value:
            return option.label.read(language).words
    return value


def check(rule: Any, text: str) -> str:
    """Apply a kernel rule (`check_cnie`...) inside a form: its refusal becomes the field's error."""
    try:
        return str(rule(text))
    except Invalid as refusal:
        raise ValidationError(refusal.sentence, code=refusal.code) from refusal


def words(text: Text, language: str) -> str:
    """The words of a text for a reader of `language`."""
    return text.read(language).words
