"""What a version says of one request: its term, the documents asked, the fees due. Pure: a snapshot, answers and a place.

An amount that depends on a rate the commune has not published is `None`: no fee is ever invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any

from . import conditions
from .conditions import Place
from .snapshot import DocumentRule, FeeRule, Question, Snapshot, TermRule, Text


@dataclass(frozen=True, slots=True)
class FeeDue:
    """One line of a fee order, in dirhams.

    `amount` is `None` while the rate or the quantity is unknown. `quantity` is in square metres, `periods` in quarters.
    """

    code: str
    label: Text
    payee: str
    base: str
    rate: Decimal | None
    quantity: Decimal | None
    periods: Decimal | None
    amount: Decimal | None
    exempt: bool = False


def answers_that_count(snapshot: Snapshot, answers: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """`answers` without those of questions that are not asked: a hidden answer counts as none."""
    questions = {question.key: question for step in snapshot.steps for question in step.questions}
    counted: dict[str, Any] = {}
    decided: dict[str, bool] = {}

    def asked(key: str) -> bool:
        if key not in decided:
            decided[key] = False  # a ring asks nothing; publication refuses rings
            condition = conditions.parse(questions[key].asked_if)
            for name in condition.names & questions.keys():
                asked(name)
            decided[key] = condition.holds(counted, place)
            if decided[key] and key in answers:
                counted[key] = answers[key]
        return decided[key]

    for key in questions:
        asked(key)
    return counted


def questions_asked(snapshot: Snapshot, answers: Mapping[str, Any], place: Place) -> tuple[Question, ...]:
    """The questions put to this person, in the order of the form."""
    counted = answers_that_count(snapshot, answers, place)
    return tuple(
        question
        for step in snapshot.steps
        for question in step.questions
        if conditions.parse(question.asked_if).holds(counted, place)
    )


def term_of(snapshot: Snapshot, answers: Mapping[str, Any], place: Place) -> TermRule | None:
    """The first term whose condition holds; `None` when the law sets none."""
    counted = answers_that_count(snapshot, answers, place)
    for term in snapshot.terms:
        if conditions.parse(term.when).holds(counted, place):
            return term
    return None


def documents_asked(snapshot: Snapshot, answers: Mapping[str, Any], place: Place) -> tuple[DocumentRule, ...]:
    """The documents of the closed list that these answers call for."""
    counted = answers_that_count(snapshot, answers, place)
    return tuple(
        document for document in snapshot.documents if conditions.parse(document.asked_if).holds(counted, place)
    )


def may_be_asked(asked_if: str, place: Place) -> bool:
    """Whether a condition can come true in `place`: only one that reads no answer at all can be false for everybody."""
    condition = conditions.parse(asked_if)
    return bool(condition.names) or condition.holds({}, place)


def fees_due(
    snapshot: Snapshot, answers: Mapping[str, Any], place: Place, rates: Mapping[str, str]
) -> tuple[FeeDue, ...]:
    """One line for each fee of the version. `rates`: the commune's, by fee code, in dirhams (`facts["rates"]`)."""
    counted = answers_that_count(snapshot, answers, place)
    return tuple(_due(fee, counted, place, rates) for fee in snapshot.fees if fee.base != "none")


def _due(fee: FeeRule, answers: Mapping[str, Any], place: Place, rates: Mapping[str, str]) -> FeeDue:
    exempt = bool(fee.exempt_if) and conditions.parse(fee.exempt_if).holds(answers, place)
    rate = _rate(fee, rates)
    quantity = _quantity(fee, answers)
    periods = _quarters(answers.get(fee.periods)) if fee.periods else None
    amount: Decimal | None
    if exempt:
        amount = Decimal(0)
    elif fee.base == "fixed":
        amount = rate
    elif fee.base == "per_square_metre_quarter":
        amount = _product(rate, quantity, periods)
    else:
        amount = _product(rate, quantity)
    return FeeDue(
        code=fee.code,
        label=fee.label,
        payee=fee.payee,
        base=fee.base,
        rate=rate,
        quantity=quantity,
        periods=periods,
        amount=None if amount is None else amount.quantize(Decimal("0.01")),
        exempt=exempt,
    )


def _rate(fee: FeeRule, rates: Mapping[str, str]) -> Decimal | None:
    """The commune's rate; the law's own when floor and ceiling are one amount."""
    published = _decimal(rates.get(fee.code))
    if published is None and fee.floor and fee.floor == fee.ceiling:
        return _decimal(fee.floor)
    return published


def _quantity(fee: FeeRule, answers: Mapping[str, Any]) -> Decimal | None:
    """Square metres. A fraction counts as one whole metre in the tax on building operations (law 47-06)."""
    if not fee.quantity:
        return None
    name, _dot, column = fee.quantity.partition(".")
    answer = answers.get(name)
    if column and isinstance(answer, list):
        parts = [_decimal(row.get(column)) for row in answer if isinstance(row, Mapping)]
        known = [part for part in parts if part is not None]
        area = sum(known, Decimal(0)) if known else None
    else:
        area = _decimal(answer.get(column) if column and isinstance(answer, Mapping) else answer)
    if area is not None and fee.base == "per_square_metre":
        return area.to_integral_value(rounding=ROUND_CEILING)
    return area


def _quarters(answer: Any) -> Decimal | None:
    """A number of quarters, or the quarters begun in a period (`{"from": iso, "until": iso}`, both days included)."""
    if not isinstance(answer, Mapping):
        return _decimal(answer)
    try:
        first, last = date.fromisoformat(answer["from"]), date.fromisoformat(answer["until"])
    except (KeyError, TypeError, ValueError):
        return None
    months = (last.year - first.year) * 12 + last.month - first.month + (1 if last.day >= first.day else 0)
    return Decimal(max(1, -(-months // 3)))


def _product(*factors: Decimal | None) -> Decimal | None:
    result = Decimal(1)
    for factor in factors:
        if factor is None:
            return None
        result *= factor
    return result


def _decimal(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value).replace(",", ".").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
