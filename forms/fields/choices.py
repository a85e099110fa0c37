"""Yes or no, one of several, several of several, and a declaration that must be ticked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from procedures.snapshot import Question

from .base import QuestionType, Shown, Stored, option_words, register, words


@register
class YesNo(QuestionType):
    """Stored as `True` or `False`."""

    code = "yes_no"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return forms.TypedChoiceField(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
        )

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        return Shown("" if stored is None else str(_("Yes") if stored else _("No")))


@register
class OneOf(QuestionType):
    """Stored as the option's value."""

    code = "one"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        choices = [(option.value, words(option.label, language)) for option in question.options]
        if len(choices) > 8:
            return forms.ChoiceField(choices=[("", _("Choose")), *choices])
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        return Shown("" if stored is None else option_words(question, stored, language))


@register
class SeveralOf(QuestionType):
    """Stored as a list of option values, in the order of the options."""

    code = "several"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=[(option.value, words(option.label, language)) for option in question.options],
            widget=forms.CheckboxSelectMultiple,
        )

    def store(self, question: Question, values: dict[str, object]) -> Stored:
        chosen = values.get("") or []
        assert isinstance(chosen, list)
        return [option.value for option in question.options if option.value in chosen] or None

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        separator = "، " if language == "ar" else ", "
        return Shown(separator.join(option_words(question, value, language) for value in stored or []))


@register
class Declaration(QuestionType):
    """A sentence the person declares true; it must be ticked when it is required. Stored as `True`."""

    code = "declaration"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return forms.BooleanField()

    def store(self, question: Question, values: dict[str, object]) -> Stored:
        return True if values.get("") else None

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        return Shown(str(_("Declared")) if stored else "")
