"""Numbers with a unit, whole numbers and money. Stored as text, so that no digit is lost."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from portal.kernel.written import TypedDecimalField
from procedures.quantities import UNITS, counted, plain
from procedures.snapshot import Question

from .base import QuestionType, Shown, Stored, register


class NumberField(TypedDecimalField):
    """A number whose refusal says which one is taken."""

    def __init__(self, *, least: Decimal, most: Decimal, decimals: int, digits: int) -> None:
        sentences = {
            "invalid": _("Enter a number, in digits."),
            "min_value": _("Enter a number of at least %(limit)s.") % {"limit": plain(least)},
            "max_value": _("Enter a number of at most %(limit)s.") % {"limit": plain(most)},
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
        )


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
        return Shown(plain(number))


@register
class WholeNumber(Number):
    """`params`: `unit`, `min`, `max`; no decimals."""

    code = "whole_number"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return NumberField(
            least=_limit(question, "min", "0"), most=_limit(question, "max", "100000"), decimals=0, digits=7
        )
