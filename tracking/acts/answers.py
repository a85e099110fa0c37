"""The answers of a form in the words of a document: labels and options from the frozen version, in the page's language.

Screens show answers through catalogues (`tracking.answers`); a document may not depend on them, or it would come out
otherwise in ten years. It holds less: no identity number, phone or e-mail, and nothing asked only to guide the person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from portal.kernel.paper import isolate
from portal.kernel.paper.dates import long_date
from procedures.conditions import Place
from procedures.law import questions_asked
from procedures.snapshot import Question, Snapshot

from .wording import count, counts, say

LAND: Final = "land_reference"
PLACE: Final = "address"
PROJECT: Final = "long_text"
CHOSEN: Final = "several"
# Who the person is and how to reach them is in the register; what everybody who holds the paper may read is less.
_PRIVATE: Final = frozenset({"identity", "cnie", "phone", "email"})
_SAID_ELSEWHERE: Final = frozenset({LAND, PLACE, PROJECT})
# Asked to lead the person through the form.
_GUIDING: Final = frozenset({"yes_no", "declaration"})
_LEFT_OUT: Final = _PRIVATE | _SAID_ELSEWHERE | _GUIDING
_QUESTION_MARKS: Final = ("?", "؟")
_SEPARATORS: Final = {"ar": "، ", "fr": ", "}

_ARABIC: Final = re.compile("[\u0621-\u064a]")

Teller = Callable[[Question, Any, str], str]


def is_arabic(text: str) -> bool:
    """Whether there is an Arabic letter in it."""
    return _ARABIC.search(text) is not None


def rows_of(
    snapshot: Snapshot, answers: Mapping[str, Any], place: Place, language: str, *, holder: str
) -> list[tuple[str, str]]:
    """Label and words of each answer that a document shows, in the order of the form; the holder's name stands elsewhere.

    Left out: what is private, what the act says in a sentence, choices about the person, labels that are questions.
    """
    asked = {question.key for question in questions_asked(snapshot, answers, place)}
    rows = []
    for step in snapshot.steps:
        about_the_person = any(question.type in _PRIVATE for question in step.questions)
        for question in step.questions:
            label = question.label.read(language).words
            if (
                question.key not in asked
                or question.type in _LEFT_OUT
                or (about_the_person and question.type == "one")
                or label.rstrip().endswith(_QUESTION_MARKS)
            ):
                continue
            told = answer_words(question, answers.get(question.key), language)
            if told and told != holder:
                rows.append((label, told))
    return rows


def first_of(snapshot: Snapshot, answers: Mapping[str, Any], kinds: tuple[str, ...], language: str) -> str:
    """The words of the first answered question whose type is one of `kinds`; empty when there is none."""
    for step in snapshot.steps:
        for question in step.questions:
            if question.type in kinds and (told := answer_words(question, answers.get(question.key), language)):
                return told
    return ""


def answer_words(question: Question, stored: Any, language: str) -> str:
    """One stored answer in words; empty when nothing was answered."""
    if stored is None or stored == "" or stored == []:
        return ""
    teller = _TELLERS.get(question.type)
    return teller(question, stored, language) if teller else _plain(stored, language)


def _plain(stored: Any, language: str) -> str:
    parts = list(stored.values()) if isinstance(stored, Mapping) else stored
    if not isinstance(parts, list):
        return str(parts)
    told = [words for part in parts if (words := _plain(part, language))]
    # Words typed in Arabic keep their own comma on the French page.
    return _SEPARATORS["ar" if any(map(is_arabic, told)) else language].join(told)


def _option(question: Question, value: str, language: str) -> str:
    labels = {option.value: option.label.read(language).words for option in question.options}
    return labels.get(value, str(value))


def _one(question: Question, stored: Any, language: str) -> str:
    return _option(question, stored, language)


def _several(question: Question, stored: Any, language: str) -> str:
    return _SEPARATORS[language].join(_option(question, value, language) for value in stored)


def _yes_no(question: Question, stored: Any, language: str) -> str:
    return say("answered_yes" if stored else "answered_no", language)


def _number(question: Question, stored: Any, language: str) -> str:
    unit = str(question.params.get("unit", ""))
    try:
        number = Decimal(str(stored))
    except InvalidOperation:
        return str(stored)
    return count(number, unit, language) if unit in counts() else f"{number.normalize():f}".replace(".", ",")


def _day(question: Question, stored: Any, language: str) -> str:
    return long_date(date.fromisoformat(stored), language)


def _period(question: Question, stored: Any, language: str) -> str:
    first, last = (date.fromisoformat(stored[part]) for part in ("from", "until"))
    return say("until", language, first=long_date(first, language), last=long_date(last, language))


def _land(question: Question, stored: Any, language: str) -> str:
    kind = say(f"{stored.get('kind', 'other')}_of_land", language)
    number = stored.get("number")
    return " ".join(part for part in (kind, isolate(number) if number else "", stored.get("name") or "") if part)


def _isolated(question: Question, stored: Any, language: str) -> str:
    return isolate(str(stored))


def _trade_register(question: Question, stored: Any, language: str) -> str:
    return _SEPARATORS[language].join((isolate(str(stored["number"])), str(stored["court"])))


_TELLERS: Final[Mapping[str, Teller]] = {
    "one": _one,
    "several": _several,
    "yes_no": _yes_no,
    "number": _number,
    "whole_number": _number,
    "date": _day,
    "period": _period,
    LAND: _land,
    "ice": _isolated,
    "order_number": _isolated,
    "trade_register": _trade_register,
}
