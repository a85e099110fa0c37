"""The words of a tree for a reader: the values of the law in them, written as the reader's language writes numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import override

from ..snapshot import LANGUAGES, Text
from .checks import PLACEHOLDER


def filled(text: Text, values: Mapping[str, Any]) -> Text:
    """`text` with `{name}` turned into the value of that name, in each language."""
    return Text(**{language: _filled(getattr(text, language), language, values) for language in LANGUAGES})


def _filled(words: str | None, language: str, values: Mapping[str, Any]) -> str | None:
    if not words or "{" not in words:
        return words
    with override(language):
        return PLACEHOLDER.sub(lambda found: _written(values.get(found[1])), words)


def _written(value: Any) -> str:
    """`11,50` and `150`: to the hundredth where there is a fraction. A value that is not in force is an ellipsis."""
    if not isinstance(value, Decimal):
        return "…" if value is None else str(value)
    decimals = 0 if value == value.to_integral_value() else 2
    return str(number_format(value, decimal_pos=decimals, force_grouping=value >= 10000))
