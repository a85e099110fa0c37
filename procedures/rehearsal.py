"""What a version makes of one request, worked out beforehand: documents asked, fees, last day, circuit. Pure.

A case holds invented answers and the outcome expected of them. It is played on what is about to be published, so that an
editor sees in sentences what a change of law does to a person, before it does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.context import current_language
from portal.kernel.written import amount_in_figures, day_in_words
from portal.territory.models import Body

from . import law, words
from .attachments import last_day_of
from .changes import arrow
from .condition_words import labelled, listed
from .conditions import Place
from .models.choices import DocumentNature
from .rule_words import Said
from .snapshot import Snapshot

EXEMPT: Final = "exempt"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Case:
    """One invented request. `answers`: typed answers by key, as a draft keeps them; `rates`: the commune's, in dirhams."""

    place: Place
    filed_on: date
    answers: Mapping[str, Any]
    rates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a case. `documents`: code and nature; `fees`: code and dirhams, `exempt` or `unknown` (no rate).

    `term`: amount and unit, as `10 working_days`; `due_on`: its last day, ISO; both empty where no term is known.
    `circuit`: code of each stage and the kinds of body it asks.
    """

    documents: tuple[tuple[str, str], ...] = ()
    fees: tuple[tuple[str, str], ...] = ()
    term: str = ""
    due_on: str = ""
    circuit: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Plain values; `from_plain` gives the same outcome back."""
        return {
            "documents": [{"code": code, "nature": nature} for code, nature in self.documents],
            "fees": [{"code": code, "amount": amount} for code, amount in self.fees],
            "term": self.term,
            "due_on": self.due_on,
            "circuit": [{"code": code, "bodies": list(bodies)} for code, bodies in self.circuit],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Outcome:
        """The outcome that `plain` stores. Raises `KeyError` or `TypeError` for another shape."""
        return cls(
            documents=tuple((row["code"], row["nature"]) for row in plain["documents"]),
            fees=tuple((row["code"], row["amount"]) for row in plain["fees"]),
            term=plain["term"],
            due_on=plain["due_on"],
            circuit=tuple((row["code"], tuple(row["bodies"])) for row in plain["circuit"]),
        )


def rehearse(snapshot: Snapshot, case: Case) -> Outcome:
    """What `snapshot` makes of `case`, all its documents given. Raises `Invalid` for a condition that cannot be read."""
    term = law.term_of(snapshot, case.answers, case.place, filed_on=case.filed_on)
    due_on = last_day_of(term, filed_on=case.filed_on) if term is not None else None
    return Outcome(
        documents=tuple(
            (document.code, document.nature) for document in law.documents_asked(snapshot, case.answers, case.place)
        ),
        fees=tuple((fee.code, _amount(fee)) for fee in law.fees_due(snapshot, case.answers, case.place, case.rates)),
        term=f"{term.amount} {term.unit}" if term is not None else "",
        due_on=due_on.isoformat() if due_on is not None else "",
        circuit=tuple((stage.code, stage.bodies) for stage in snapshot.circuit),
    )


def _amount(fee: law.FeeDue) -> str:
    if fee.exempt:
        return EXEMPT
    return str(fee.amount) if fee.amount is not None else UNKNOWN


def differences(expected: Outcome, outcome: Outcome, snapshot: Snapshot) -> tuple[str, ...]:
    """What is otherwise than expected, one sentence each, in the active language; `snapshot` gives the labels."""
    return tuple(_Differences(snapshot).between(expected, outcome))


def outcome_words(outcome: Outcome, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """An outcome as label and words, in the active language, in the order in which a person meets it."""
    said = _Differences(snapshot)
    return (
        (_("Documents asked"), listed(said.document(code) for code, _nature in outcome.documents) or _("none")),
        (
            _("Fees"),
            listed(labelled(said.fee(code), said.amount(amount)) for code, amount in outcome.fees) or _("none"),
        ),
        (_("Term"), said.term(outcome.term)),
        (_("Last day"), said.day(outcome.due_on)),
        (
            _("Circuit"),
            listed(
                said.stage(code) + (f" ({said.bodies(bodies)})" if bodies else "") for code, bodies in outcome.circuit
            )
            or _("none"),
        ),
    )


class _Differences:
    def __init__(self, snapshot: Snapshot) -> None:
        self.said = Said(snapshot, current_language())
        self.snapshot = snapshot

    def between(self, expected: Outcome, outcome: Outcome) -> Iterator[str]:
        yield from self._documents(dict(expected.documents), dict(outcome.documents))
        yield from self._fees(dict(expected.fees), dict(outcome.fees))
        if expected.term != outcome.term:
            yield arrow(_("Term"), self.term(expected.term), self.term(outcome.term))
        if expected.due_on != outcome.due_on:
            yield arrow(_("Last day"), self.day(expected.due_on), self.day(outcome.due_on))
        yield from self._circuit(dict(expected.circuit), dict(outcome.circuit))

    def _documents(self, expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
        for code, nature in found.items():
            if code not in expected:
                yield _("A document is asked that was not expected: %(name)s") % {"name": self.document(code)}
            elif expected[code] != nature:
                natures = (str(DocumentNature(kind).label) for kind in (expected[code], nature))
                yield arrow(self.document(code), *natures)
        for code in expected:
            if code not in found:
                yield _("A document that was expected is not asked: %(name)s") % {"name": self.document(code)}

    def _fees(self, expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
        for code in dict.fromkeys([*expected, *found]):
            before, after = expected.get(code), found.get(code)
            if before != after:
                amounts = (self.amount(amount) if amount else _("no such fee") for amount in (before, after))
                yield arrow(self.fee(code), *amounts)

    def _circuit(self, expected: Mapping[str, tuple[str, ...]], found: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        for code, bodies in found.items():
            if code not in expected:
                yield _("A stage that was not expected: %(name)s") % {"name": self.stage(code)}
            elif expected[code] != bodies:
                what = _("%(what)s, %(column)s") % {"what": self.stage(code), "column": _("bodies asked")}
                yield arrow(what, self.bodies(expected[code]), self.bodies(bodies))
        for code in expected:
            if code not in found:
                yield _("A stage that was expected is missing: %(name)s") % {"name": self.stage(code)}
        common = [code for code in found if code in expected]
        if common != [code for code in expected if code in found]:
            yield _("The order of the stages changed.")

    def document(self, code: str) -> str:
        return self._label(self.snapshot.documents, code)

    def fee(self, code: str) -> str:
        return self._label(self.snapshot.fees, code)

    def stage(self, code: str) -> str:
        return self._label(self.snapshot.circuit, code)

    def _label(self, rows: Any, code: str) -> str:
        row = next((row for row in rows if row.code == code), None)
        return self.said.row(row) if row is not None else code

    def bodies(self, kinds: tuple[str, ...]) -> str:
        known = dict(Body.Kind.choices)
        return listed(str(known.get(kind, kind)) for kind in kinds) or _("none")

    def amount(self, amount: str) -> str:
        if amount == EXEMPT:
            return _("exempt")
        if amount == UNKNOWN:
            return _("the commune has no rate")
        return _("%(amount)s DH") % {"amount": amount_in_figures(Decimal(amount))}

    def term(self, written: str) -> str:
        amount, _space, unit = written.partition(" ")
        return words.duration(int(amount), unit) if amount else _("No term is known.")

    def day(self, written: str) -> str:
        return day_in_words(date.fromisoformat(written)) if written else _("none")
