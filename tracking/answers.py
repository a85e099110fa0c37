"""The answers of a filed request in words, by the frozen version's own questions: for officers' screens and papers.

Reads the shapes that the question types store (`docs/design.md`); the wizard, which asks, stands to the left and is not
known here. A question that these answers do not ask is left out; one that was left empty is shown empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.kernel.written import day_in_words
from procedures.conditions import Place
from procedures.law import questions_asked
from procedures.quantities import UNITS, counted, plain
from procedures.snapshot import Question, Snapshot

from .models import Dossier

_LAND_KINDS: Final = {
    "title": gettext_lazy("Land title"),
    "request": gettext_lazy("Registration request"),
    "other": gettext_lazy("Not registered"),
}
_LEFT_TO_RIGHT: Final = frozenset({"cnie", "identity", "ice", "order_number", "phone", "email"})


class AnswerRow(NamedTuple):
    """One question and its answer. `ltr`: written from left to right whatever the page."""

    label: str
    words: str
    ltr: bool


class AnswerStep(NamedTuple):
    """The rows of one screen of the form, under its title."""

    title: str
    rows: list[AnswerRow]


def answer_rows(dossier: Dossier, language: str) -> list[AnswerStep]:
    """The answers of `dossier` for a reader of `language` (`ar`, `fr` or `zgh`)."""
    return rows_of(dossier.version.snapshot, dossier.answers, Place.of(dossier.commune), language)


def rows_of(snapshot: Snapshot, answers: Mapping[str, Any], place: Place, language: str) -> list[AnswerStep]:
    """The same, from plain values. Steps that ask nothing are left out."""
    asked = {question.key for question in questions_asked(snapshot, answers, place)}
    with override(language):
        steps = [
            AnswerStep(
                step.title.read(language).words,
                [
                    AnswerRow(
                        question.label.read(language).words,
                        answer_words(question, answers.get(question.key), language),
                        question.type in _LEFT_TO_RIGHT,
                    )
                    for question in step.questions
                    if question.key in asked
                ],
            )
            for step in snapshot.steps
        ]
    return [step for step in steps if step.rows]


def answer_words(question: Question, stored: Any, language: str) -> str:
    """One stored answer in words; empty when nothing was answered. The active language is `language`."""
    if stored is None or stored in ("", [], {}):
        return ""
    return _WORDS.get(question.type, _plain)(question, stored, language)


def _plain(question: Question, stored: Any, language: str) -> str:
    if isinstance(stored, bool):
        return _("Yes") if stored else _("No")
    if isinstance(stored, Mapping):
        return _joined([_plain(question, part, language) for part in stored.values()], language)
    if isinstance(stored, list):
        return _joined([_plain(question, part, language) for part in stored], language)
    return str(stored)


def _joined(parts: list[str], language: str) -> str:
    return ("، " if language == "ar" else ", ").join(part for part in parts if part)


def _declared(question: Question, stored: Any, language: str) -> str:
    return _("Declared")


def _options(question: Question, stored: Any, language: str) -> str:
    labels = {option.value: option.label.read(language).words for option in question.options}
    chosen = stored if isinstance(stored, list) else [stored]
    return _joined([labels.get(value, str(value)) for value in chosen], language)


def _number(question: Question, stored: Any, language: str) -> str:
    try:
        value = Decimal(str(stored))
    except InvalidOperation:
        return str(stored)
    unit = str(question.params.get("unit", ""))
    return counted(value, unit) if unit in UNITS else plain(value)


def _day(question: Question, stored: Any, language: str) -> str:
    try:
        return day_in_words(date.fromisoformat(str(stored)))
    except ValueError:
        return str(stored)


def _period(question: Question, stored: Any, language: str) -> str:
    if not isinstance(stored, Mapping) or not {"from", "until"} <= stored.keys():
        return _plain(question, stored, language)
    first, last = (_day(question, stored[part], language) for part in ("from", "until"))
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def _address(question: Question, stored: Any, language: str) -> str:
    if not isinstance(stored, Mapping):
        return str(stored)
    return _joined([str(stored.get(part) or "") for part in ("place", "street", "fraction")], language)


def _identity(question: Question, stored: Any, language: str) -> str:
    return str(stored.get("number", "")) if isinstance(stored, Mapping) else str(stored)


def _trade_register(question: Question, stored: Any, language: str) -> str:
    if not isinstance(stored, Mapping):
        return str(stored)
    return " - ".join(str(stored[part]) for part in ("number", "court") if stored.get(part))


def _land(question: Question, stored: Any, language: str) -> str:
    if not isinstance(stored, Mapping):
        return str(stored)
    # Isolated: the slash of a title number would turn it round inside Arabic words.
    number = f"\u2066{stored['number']}\u2069" if stored.get("number") else ""
    kind = str(_LAND_KINDS.get(stored.get("kind", ""), ""))
    return " ".join(part for part in (kind, number, str(stored.get("name") or "")) if part)


_WORDS: Final[Mapping[str, Callable[[Question, Any, str], str]]] = {
    "declaration": _declared,
    "one": _options,
    "several": _options,
    "number": _number,
    "whole_number": _number,
    "date": _day,
    "period": _period,
    "address": _address,
    "identity": _identity,
    "trade_register": _trade_register,
    "land_reference": _land,
}
