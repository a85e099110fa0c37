"""Addresses: a street and number in town, a douar and fraction in the country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procedures.snapshot import Question

from .base import QuestionType, Shown, Stored, register
from .texts import plain_text


@register
class Address(QuestionType):
    """`{"place": douar or quarter, "street": street and number or lot, "fraction": text}`; only the place is required."""

    code = "address"
    parts = ("place", "street", "fraction")
    optional = frozenset({"street", "fraction"})

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return forms.CharField(max_length=120, validators=[plain_text], required=part not in self.optional)

    def label(self, question: Question, part: str, language: str) -> str:
        labels = {
            "place": _("Quarter or douar"),
            "street": _("Street and number, or subdivision and lot"),
            "fraction": _("Fraction, in the country"),
        }
        return str(labels[part])

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        if not values.get("place"):
            return None
        return {part: values[part] for part in self.parts if values.get(part)}

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        separator = "، " if language == "ar" else ", "
        return Shown(separator.join(str((stored or {})[part]) for part in self.parts if (stored or {}).get(part)))
