"""Land references: a land title, a registration request, or another right with the property's name (RGC annex 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from procedures.snapshot import Question

from .base import QuestionType, Shown, Stored, register
from .texts import plain_text

_KINDS = {
    "title": _("Land title"),
    "request": _("Registration request"),
    "other": _("Not registered"),
}


@register
class LandReference(QuestionType):
    """`{"kind": "title" | "request" | "other", "number": "12345/28", "name": name of the property}`."""

    code = "land_reference"
    parts = ("kind", "number", "name")
    optional = frozenset({"number", "name"})
    faults = {"land_number_wrong": "number", "land_name_missing": "name"}

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        if part == "kind":
            return forms.ChoiceField(choices=list(_KINDS.items()), widget=forms.RadioSelect)
        attrs = {"dir": "ltr"} if part == "number" else {}
        return forms.CharField(
            max_length=60 if part == "number" else 120,
            required=False,
            validators=[plain_text],
            widget=forms.TextInput(attrs=attrs),
        )

    def label(self, question: Question, part: str, language: str) -> str:
        labels = {
            "kind": _("The land is"),
            "number": _("Number, for example 12345/28"),
            "name": _("Name of the property"),
        }
        return str(labels[part])

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        kind = values.get("kind")
        if not kind:
            return None
        number = re.sub(r"\s+", "", values.get("number") or "").upper()
        if kind in ("title", "request") and not re.fullmatch(r"[A-Z]{0,3}\d{1,7}/[A-Z]?\d{1,3}(BIS)?", number):
            raise ValidationError(
                _("This number is not right. Copy it from the certificate with its index, for example 12345/28."),
                code="land_number_wrong",
            )
        name = (values.get("name") or "").strip()
        if kind == "other" and not name:
            raise ValidationError(_("Give the name by which the property is known."), code="land_name_missing")
        return {"kind": kind, "number": number if kind != "other" else "", "name": name}

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        if not stored:
            return Shown("")
        number = f"\u2066{stored['number']}\u2069" if stored["number"] else ""
        return Shown(" ".join(p for p in (str(_KINDS[stored["kind"]]), number, stored["name"]) if p))
