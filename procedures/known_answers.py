"""Answers a person gave before the form, carried in an address: which of them the form of a version may begin with.

Only what is chosen or counted, never words, names or numbers of people: a link somebody else wrote must not fill those in.
What no question of the version asks, or would not take, is left out in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlencode

from portal.kernel.text import plain_number

from .snapshot import Question, Snapshot

_MOST_DIGITS: Final = 12


def known_answers(snapshot: Snapshot, parameters: Mapping[str, str]) -> dict[str, Any]:
    """The stored form of every right answer in `parameters` (by question key); several choices are parted by commas."""
    found: dict[str, Any] = {}
    for step in snapshot.steps:
        for question in step.questions:
            value = _answer(question, parameters.get(question.key, ""))
            if value is not None:
                found[question.key] = value
    return found


def words_of(known: Mapping[str, Any]) -> dict[str, str]:
    """`known` in the words of an address: what `known_answers` reads."""
    return {key: _word(value) for key, value in known.items()}


def query_of(known: Mapping[str, Any]) -> str:
    """`known` as the query of an address, with its question mark; empty for none."""
    return f"?{urlencode(words_of(known))}" if known else ""


def _answer(question: Question, written: str) -> Any:
    if not written:
        return None
    match question.type:
        case "one":
            return written if written in {option.value for option in question.options} else None
        case "several":
            chosen = written.split(",")
            options = [option.value for option in question.options]
            return [value for value in options if value in chosen] if set(chosen) <= set(options) else None
        case "yes_no":
            return {"yes": True, "no": False}.get(written)
        case "number" | "whole_number":
            return _number(question, written)
        case _:
            return None


def _number(question: Question, written: str) -> str | None:
    try:
        number = Decimal(plain_number(written))
    except InvalidOperation:
        return None
    if not number.is_finite() or len(number.as_tuple().digits) > _MOST_DIGITS:
        return None
    least, most = (Decimal(str(question.params.get(name, limit))) for name, limit in (("min", 0), ("max", 10**6)))
    decimals = 0 if question.type == "whole_number" else int(question.params.get("decimals", 2))
    if not least <= number <= most or number != round(number, decimals):
        return None
    return format(number.normalize(), "f")


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, list) else str(value)
