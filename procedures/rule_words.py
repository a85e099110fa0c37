"""The values of a rule as an editor reads them: the label of a choice, a day, an amount, a condition as a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.kernel.written import amount_in_figures, day_in_words
from portal.territory.models import Body

from .condition_words import in_words, listed, quoted
from .models.choices import FileKinds
from .snapshot import Snapshot, Text

_CONDITIONS: Final = ("when", "exempt_if", "asked_if")
_DAYS: Final = ("filed_from", "filed_until", "silence_filed_from")
_AMOUNTS: Final = ("floor", "ceiling")
_ANSWERS: Final = ("quantity", "periods")
_BODIES: Final = ("bodies", "binding")


class Said:
    """Says the values of one snapshot to a reader of `language`, in the active language."""

    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self.snapshot = snapshot
        self.language = language

    def text(self, text: Text) -> str:
        """The words of a text; empty where it has none in any language."""
        return text.read(self.language).words

    def row(self, row: Any) -> str:
        """How a rule is called: its label or title, else its code."""
        label = getattr(row, "label", None) or getattr(row, "title", None) or Text()
        return self.text(label) or str(row.code)

    def value(self, model: Any, column: str, value: Any) -> str:
        """The value of a column of `model` (a row of law, or the procedure itself) in words; never empty."""
        if column in _CONDITIONS:
            return in_words(value, self.snapshot, self.language) or (
                _("never") if column == "exempt_if" else _("always")
            )
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value is None and column == "one_negative_blocks":
            return _("the commune says it")
        if value in (None, "", (), 0):
            return _("nothing")
        return self._said(model, column, value)

    def _said(self, model: Any, column: str, value: Any) -> str:
        if column in _BODIES:
            return listed(str(Body.Kind(kind).label) for kind in value)
        if column == "kinds":
            joined = ",".join(value)
            return str(dict(FileKinds.choices).get(joined) or joined)
        if column in _DAYS:
            return day_in_words(date.fromisoformat(value))
        if column in _AMOUNTS:
            return _("%(amount)s DH") % {"amount": amount_in_figures(Decimal(value))}
        if column in _ANSWERS:
            return quoted(self._answer(value))
        choices = dict(model._meta.get_field(column).flatchoices)
        return str(choices.get(value, value))

    def _answer(self, name: str) -> str:
        key, _dot, _column = name.partition(".")
        try:
            return self.text(self.snapshot.question(key).label) or name
        except KeyError:
            return name
