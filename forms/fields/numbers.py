"""Numbers with a unit, whole numbers and money. Stored as text, so that no digit is lost."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from procedures.snapshot import Question

from .base import QuestionType, Shown, Stored, register

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
UNITS = {
    "m2": _("square metres"),
    "m": _("metres"),
    "days": _("days"),
    "months": _("months"),
    "quarters": _("quarters of a year"),
    "levels": _("levels"),
    "dwellings": _("dwellings"),
    "people": _("people"),
    "dirhams": _("dirhams"),
}


class NumberField(forms.DecimalField):
    """A decimal typed with a comma or a point, spaces, or Arabic digits."""

    def to_python(self, value: object) -> Decimal | None:
        text = str(value).translate(_DIGITS) if value not in self.empty_values else value
        if isinstance(text, str):
            text = text.replace("\xa0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
        return super().to_python(text)


def _limit(question: Question, name: str, default: str) -> Decimal:
    return Decimal(str(question.params.get(name, default)))


@register
class Number(QuestionType):
    """`params`: `unit` (a key of `UNITS`), `min`, `max`, `decimals` (2)."""

    code = "number"
    ltr = True

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        decimals = int(question.params.get("decimals", 2))
        return NumberField(
            min_value=_limit(question, "min", "0"),
            max_value=_limit(question, "max", "1000000"),
            decimal_places=decimals,
            max_digits=12,
            widget=forms.TextInput(attrs={"inputmode": "decimal" if decimals else "numeric", "dir": "ltr"}),
        )

    def store(self, question: Question, values: dict[str, object]) -> Stored:
        value = values.get("")
        return None if value is None else str(value)

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        if stored is None:
            return Shown("")
        number = formats.number_format(Decimal(stored).normalize(), use_l10n=True)
        unit = question.params.get("unit")
        return Shown(f"{number} {UNITS[unit]}" if unit in UNITS else str(number))


@register
class WholeNumber(Number):
    """`params`: `unit`, `min`, `max`; no decimals."""

    code = "whole_number"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return NumberField(
            min_value=_limit(question, "min", "0"),
            max_value=_limit(question, "max", "100000"),
            decimal_places=0,
            max_digits=7,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
        )
