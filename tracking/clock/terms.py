"""The time the law gives for an answer, read from the frozen version, and the arithmetic of months.

Every number is the version's: nothing here knows a delay. A term without a unit is refused, since "15 days" is three
weeks or two. Free days ("délais francs") and the carry-over of a last day off are rules of civil procedure whose reach
here is unsettled, so each version says them.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Invalid


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


class StartEvent(StrEnum):
    """What makes the clock start: the filing, or the filing of the last main document (RGC 33)."""

    COMPLETE_FILING = "complete_filing"
    FILING = "filing"


class StopEvent(StrEnum):
    """What counts as an answer: the notification of the decision, or its signature."""

    NOTIFIED = "notified"
    SIGNED = "signed"


Word = TypeVar("Word", bound=StrEnum)

_REQUIRED: Final = ("amount", "start_event", "stop_event", "franc", "carry_over")
# The rest of the frozen rule: on which answers it applies and where it comes from. Neither moves a date.
_BESIDE: Final = frozenset({"unit", "when", "origin"})


@dataclass(frozen=True, slots=True)
class Term:
    """One term. `amount`: how many of `unit`, at least 1.

    `franc`: neither the first nor the last day counts, so one more day is counted. `carry_over`: a last day on which
    the administration does not work moves to its next working day.
    """

    amount: int
    unit: Unit
    franc: bool
    carry_over: bool
    start_event: StartEvent = StartEvent.COMPLETE_FILING
    stop_event: StopEvent = StopEvent.NOTIFIED

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise Invalid(_("A term is at least one day or one month long."), code="term_amount", amount=self.amount)

    @classmethod
    def from_law(cls, plain: Mapping[str, object]) -> Term:
        """The term of a frozen law version, from its plain values (`asdict(procedures.snapshot.TermRule)`).

        Raises `Invalid` for a rule that leaves anything to be guessed: no unit, a missing or unknown key, a number that
        is not one.
        """
        if not plain.get("unit"):
            raise Invalid(_("The term has no unit: working days, calendar days or months."), code="term_without_unit")
        missing = [key for key in _REQUIRED if key not in plain]
        if missing:
            raise Invalid(_("The term is incomplete."), code="term_incomplete", keys=missing)
        unknown = sorted(set(plain) - set(_REQUIRED) - _BESIDE)
        if unknown:
            raise Invalid(_("The term says something that the clock does not know."), code="term_unknown", keys=unknown)
        return cls(
            amount=_amount(plain["amount"]),
            unit=_one_of(Unit, plain["unit"], "unit"),
            franc=_flag(plain["franc"], "franc"),
            carry_over=_flag(plain["carry_over"], "carry_over"),
            start_event=_one_of(StartEvent, plain["start_event"], "start_event"),
            stop_event=_one_of(StopEvent, plain["stop_event"], "stop_event"),
        )

    def starts_at(self, *, filed_at: datetime, complete_at: datetime | None) -> datetime | None:
        """The moment the clock starts; `None` while a main document is missing and the term waits for it."""
        return filed_at if self.start_event is StartEvent.FILING else complete_at

    def answered_at(self, *, signed_at: datetime | None, notified_at: datetime | None) -> datetime | None:
        """The moment that counts as the answer; `None` while there is none."""
        return signed_at if self.stop_event is StopEvent.SIGNED else notified_at


def add_months(day: date, months: int) -> date:
    """The day of the same number `months` later, or the last day of that month if it has no such number.

    One month from 31 January ends on 28 or 29 February; twelve months from 29 February 2024 end on 28 February 2025.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))


def _amount(value: object) -> int:
    # True is an int to Python and a term of one day to nobody.
    if isinstance(value, bool) or not isinstance(value, int):
        raise Invalid(_("The amount of a term is a whole number."), code="term_amount", amount=str(value))
    return value


def _flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise Invalid(_("The term says something that is neither yes nor no."), code="term_flag", key=key)
    return value


def _one_of(kind: type[Word], value: object, key: str) -> Word:
    try:
        return kind(str(value))
    except ValueError as unknown:
        raise Invalid(
            _("The term says something that the clock does not know."),
            code=f"term_{key}",
            value=str(value),
            known=[str(word) for word in kind],
        ) from unknown
