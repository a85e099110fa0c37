"""Numbers with a unit, whole numbers and money. Stored as text, so that no digit is lost."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from portal.kernel.text import plain_number
from procedures.snapshot import Question

from .base import QuestionType, Shown, Stored, register

UNITS = {
    "m2": _("m²"),
    "m": _("m"),
    "days": _("days"),
    "months": _("months"),
    "quarters": _("quarters of a year"),
    "levels": _("levels"),
    "dwellings": _("dwellings"),
    "people": _("people"),
    "dirhams": _("dirhams"),
}


def counted(number: Decimal, unit: str) -> str:
    """A number with its unit in words, in the active language: a whole number of things takes their right form."""
    shown = _plain(number)
    if number != number.to_integral_value():
        return f"{shown} {UNITS[unit]}"
    whole = int(number)
    match unit:
        case "days":
            words = ngettext("%(count)s day", "%(count)s days", whole)
        case "months":
            words = ngettext("%(count)s month", "%(count)s months", whole)
        case "quarters":
            words = ngettext("%(count)s quarter of a year", "%(count)s quarters of a year", whole)
        case "levels":
            words = ngettext("%(count)s level", "%(count)s levels", whole)
        case "dwellings":
            words = ngettext("%(count)s dwelling", "%(count)s dwellings", whole)
        case "people":
            words = ngettext("%(count)s person", "%(count)s people", whole)
        case "dirhams":
            words = ngettext("%(count)s dirham", "%(count)s dirhams", whole)
        case _:
            return f"{shown} {UNITS[unit]}"
    return words % {"count": shown}


class NumberField(forms.DecimalField):
    """A decimal typed with a comma or a point, spaces, or Arabic digits; what is refused says which number is taken."""

    def __init__(self, *, least: Decimal, most: Decimal, decimals: int, digits: int) -> None:
        sentences = {
            "invalid": _("Enter a number, in digits."),
            "min_value": _("Enter a number of at least %(limit)s.") % {"limit": _plain(least)},
            "max_value": _("Enter a number of at most %(limit)s.") % {"limit": _plain(most)},
            "max_digits": _("This number has too many digits."),
            "max_whole_digits": _("This number has too many digits."),
            "max_decimal_places": ngettext(
                "Enter at most %(count)s digit after the decimal sign.",
                "Enter at most %(count)s digits after the decimal sign.",
                decimals,
            )
            % {"count": decimals}
            if decimals
            else _("Enter a whole number."),
        }
        super().__init__(
            min_value=least,
            max_value=most,
            decimal_places=decimals,
            max_digits=digits,
            error_messages=sentences,
            widget=forms.TextInput(attrs={"inputmode": "decimal" if decimals else "numeric", "dir": "ltr"}),
        )

    def to_python(self, value: object) -> Decimal | None:
        return super().to_python(value if value in self.empty_values else plain_number(str(value)))


def _plain(number: Decimal) -> str:
    return str(formats.number_format(number.normalize(), use_l10n=True))


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
            least=_limit(question, "min", "0"),
            most=_limit(question, "max", "1000000"),
            decimals=decimals,
            digits=12,
        )

    def label(self, question: Question, part: str, language: str) -> str:
        sentence = question.label.read(language)
        unit = question.params.get("unit")
        if unit not in UNITS:
            return sentence.words
        # In the language the words are really in: a gap in Amazigh is shown whole in another.
        with override(sentence.language):
            return f"{sentence.words} ({UNITS[unit]})"

    def store(self, question: Question, values: dict[str, object]) -> Stored:
        value = values.get("")
        return None if value is None else str(value)

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        if stored is None:
            return Shown("")
        number, unit = Decimal(stored), question.params.get("unit")
        if unit in UNITS:
            return Shown(counted(number, unit))
        return Shown(_plain(number))


@register
class WholeNumber(Number):
    """`params`: `unit`, `min`, `max`; no decimals."""

    code = "whole_number"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return NumberField(
            least=_limit(question, "min", "0"), most=_limit(question, "max", "100000"), decimals=0, digits=7
        )
