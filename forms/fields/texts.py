"""Short and long text."""

from __future__ import annotations

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from procedures.snapshot import Question

from .base import QuestionType, register

# Characters that turn the direction of what follows: a way to make one text look like another.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain_text(value: str) -> None:
    """Refuse control and direction characters, which no person types. Raises `ValidationError`."""
    if any(c in _OVERRIDES or (unicodedata.category(c) == "Cc" and c not in "\r\n\t") for c in value):
        raise ValidationError(
            _("This text contains hidden characters. Type it again rather than pasting it."), code="hidden_characters"
        )


@register
class ShortText(QuestionType):
    """`params`: `max_length` (characters, 200 by default)."""

    code = "text"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        autocomplete = {"autocomplete": "name"} if question.key == "full_name" else {}
        return forms.CharField(
            max_length=int(question.params.get("max_length", 200)),
            validators=[plain_text],
            widget=forms.TextInput(attrs=autocomplete),
        )


@register
class LongText(QuestionType):
    """`params`: `max_length` (characters, 2000 by default)."""

    code = "long_text"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return forms.CharField(
            max_length=int(question.params.get("max_length", 2000)),
            validators=[plain_text],
            widget=forms.Textarea(attrs={"rows": 4}),
        )
