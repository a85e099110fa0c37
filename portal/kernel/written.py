"""Days and amounts as a reader writes them, and numbers as one types them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language

from .text import plain_number


def day_in_words(day: date) -> str:
    """`5 نونبر 2026`, `1er décembre 2026`: in the active language. A moment is read as it stands."""
    words = date_format(day, "DATE_FORMAT")
    first_in_french = day.day == 1 and (get_language() or "").startswith("fr")
    return words.replace("1 ", "1er ", 1) if first_in_french else words


def amount_in_figures(amount: Decimal) -> str:
    """An amount of dirhams to the hundredth, `450,50`, in the active language."""
    return str(number_format(amount, decimal_pos=2))


class TypedDecimalField(forms.DecimalField):
    """A number typed with a comma or a point, spaces, or Arabic digits; shown again as the reader writes it."""

    def __init__(self, **options: Any) -> None:
        typed = {"inputmode": "decimal" if options.get("decimal_places") != 0 else "numeric", "dir": "ltr"}
        super().__init__(localize=True, widget=forms.TextInput(attrs=typed), **options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as Django's own DecimalField
        found: Decimal | None = super().to_python(value if value in self.empty_values else plain_number(str(value)))
        return found
