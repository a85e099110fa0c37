"""How rules of law are said to a reader: durations, who acts, on which base a fee is computed."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from .models.choices import Authority, FeeBase, Holder
from .snapshot import TermRule, ValidityRule


def duration(amount: int, unit: str) -> str:
    """`amount` working days, calendar days or months, in the active language; empty for the unit `asked`."""
    if unit == "working_days":
        return ngettext("%(count)d working day", "%(count)d working days", amount) % {"count": amount}
    if unit == "calendar_days":
        return ngettext("%(count)d day", "%(count)d days", amount) % {"count": amount}
    if unit == "months":
        return ngettext("%(count)d month", "%(count)d months", amount) % {"count": amount}
    return ""


def term_words(term: TermRule) -> str:
    """The length of a term."""
    return duration(term.amount, term.unit)


def validity_words(validity: ValidityRule) -> str:
    """How long the act lives."""
    if validity.unit == "asked":
        return gettext("The period you ask for")
    return duration(validity.amount, validity.unit)


def authority_words(code: str) -> str:
    """Who decides."""
    return str(Authority(code).label)


def holder_words(code: str) -> str:
    """Who holds the file in a stage."""
    return str(Holder(code).label)


def base_words(code: str) -> str:
    """On which base a fee is computed."""
    return str(FeeBase(code).label)
