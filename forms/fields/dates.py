"""Dates and periods. Stored in ISO form; typed day first, as in Morocco."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.kernel.now import today
from portal.kernel.text import WESTERN_DIGITS
from portal.kernel.written import day_in_words
from procedures.snapshot import Question

from .base import QuestionType, Shown, Stored, register


class DayField(forms.DateField):
    """A day typed as 24/11/2026 or chosen in the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "dir": "ltr"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"])
        super().__init__(**kwargs)

    def to_python(self, value: object) -> date | None:
        return super().to_python(value.translate(WESTERN_DIGITS).strip() if isinstance(value, str) else value)


def _within(question: Question, value: date | None) -> None:
    """`params`: `past` or `future` (True) forbid the other side of today."""
    if value is None:
        return
    if question.params.get("past") and value > today():
        raise ValidationError(_("This date is in the future. Give a date that has passed."), code="date_future")
    if question.params.get("future") and value < today():
        raise ValidationError(_("This date has passed. Give a date from today on."), code="date_past")
    if not 1900 <= value.year <= 2100:
        raise ValidationError(_("The year of this date is not right."), code="date_year")


@register
class Day(QuestionType):
    """`params`: `past`, `future`."""

    code = "date"

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return DayField()

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        _within(question, values.get(""))
        return values[""].isoformat() if values.get("") else None

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        return Shown(day_in_words(date.fromisoformat(stored)) if stored else "")


@register
class Period(QuestionType):
    """From a day to a day, both included; stored as `{"from": iso, "until": iso}`."""

    code = "period"
    parts = ("from", "until")

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return DayField()

    def label(self, question: Question, part: str, language: str) -> str:
        return str(_("First day") if part == "from" else _("Last day"))

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        first, last = values.get("from"), values.get("until")
        if first is None or last is None:
            return None
        _within(question, first)
        _within(question, last)
        if last < first:
            raise ValidationError(_("The last day comes before the first day."), code="period_reversed")
        return {"from": first.isoformat(), "until": last.isoformat()}

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        if not stored:
            return Shown("")
        first, last = (day_in_words(date.fromisoformat(stored[part])) for part in ("from", "until"))
        return Shown(_("from %(first)s to %(last)s") % {"first": first, "last": last})
