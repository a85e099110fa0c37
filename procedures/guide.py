"""What the guide of a procedure shows in one commune: the version in force, the commune's own facts, its notes.

Everything a template needs is decided here; nothing is computed in the template, and no fact is shown without the
confidence of its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.territory.models import Commune

from . import law, words
from .conditions import Place
from .local import facts_in_force
from .models import ProcedureKey, ProcedureVersion
from .snapshot import DocumentRule, FeeRule, LegalBasis, Prose, Snapshot, Sourced, Stage, TermRule, Text, ValidityRule


@dataclass(frozen=True, slots=True)
class GuideFee:
    """One fee: the law's limits and the commune's rate in dirhams, `None` while it has published none."""

    rule: FeeRule
    rate: str | None

    @property
    def base(self) -> str:
        return words.base_words(self.rule.base)

    @property
    def free(self) -> bool:
        return self.rule.base == "none"


@dataclass(frozen=True, slots=True)
class GuideStage:
    rule: Stage

    @property
    def holder(self) -> str:
        return words.holder_words(self.rule.holder)

    @property
    def duration(self) -> str:
        return words.duration(self.rule.amount, self.rule.unit) if self.rule.amount else ""

    @property
    def low(self) -> bool:
        return _low(self.rule.origin)


@dataclass(frozen=True, slots=True)
class GuideTerm:
    rule: TermRule

    @property
    def words(self) -> str:
        return words.term_words(self.rule)

    @property
    def low(self) -> bool:
        return _low(self.rule.origin)


@dataclass(frozen=True)
class Guide:
    """The guide. `commune` is `None` in an editor's preview; `online`: whether a file can be filed here now."""

    snapshot: Snapshot
    commune: Commune | None
    facts: Mapping[str, Any]

    @property
    def prose(self) -> Prose:
        return self.snapshot.prose

    @property
    def online(self) -> bool:
        return self.commune is not None and bool(self.snapshot.steps) and self.facts.get("online") is not False

    @property
    def authority(self) -> str:
        return words.authority_words(self.snapshot.authority)

    @property
    def terms(self) -> list[GuideTerm]:
        """Every term of the law: more than one means that it depends on the project."""
        return [GuideTerm(rule) for rule in self.snapshot.terms]

    @property
    def local_term(self) -> str:
        """The commune's own term, where the law sets none."""
        term = self.facts.get("term")
        return words.duration(term["amount"], term["unit"]) if term and not self.snapshot.terms else ""

    @property
    def silence_grants(self) -> bool:
        return self.snapshot.silence.grants

    @property
    def silence_low(self) -> bool:
        return _low(self.snapshot.silence.origin)

    @property
    def validity(self) -> ValidityRule | None:
        return self.snapshot.validity

    @property
    def validity_words(self) -> str:
        return words.validity_words(self.snapshot.validity) if self.snapshot.validity else ""

    @property
    def works_must_begin(self) -> bool:
        """Whether the act dies only where works have not begun by its last day."""
        return bool(self.snapshot.validity) and self.snapshot.validity.end == "lapse_presumed"

    @property
    def validity_low(self) -> bool:
        return bool(self.snapshot.validity) and _low(self.snapshot.validity.origin)

    @property
    def main_documents(self) -> list[DocumentRule]:
        return [document for document in self._documents if document.nature == "main"]

    @property
    def information_documents(self) -> list[DocumentRule]:
        return [document for document in self._documents if document.nature == "information"]

    @property
    def _documents(self) -> tuple[DocumentRule, ...]:
        """All of the closed list; those that this place can never call for are left out."""
        if self.commune is None:
            return self.snapshot.documents
        place = Place.of(self.commune)
        return tuple(document for document in self.snapshot.documents if law.may_be_asked(document.asked_if, place))

    @property
    def documents_confirmed(self) -> bool:
        return self.snapshot.documents_confirmed

    @property
    def stages(self) -> list[GuideStage]:
        return [GuideStage(rule) for rule in self.snapshot.circuit]

    @property
    def fees(self) -> list[GuideFee]:
        rates = self.facts.get("rates") or {}
        return [GuideFee(rule, rates.get(rule.code) or _rate_of_law(rule)) for rule in self.snapshot.fees]

    @property
    def fee_order(self) -> str:
        return self.facts.get("order") or ""

    @property
    def legal_bases(self) -> tuple[LegalBasis, ...]:
        return self.snapshot.legal_bases

    @property
    def office(self) -> Text:
        return _local_text(self.facts.get("office"))

    @property
    def hours(self) -> Text:
        return _local_text(self.facts.get("hours"))

    @property
    def contact(self) -> Text:
        return _local_text(self.facts.get("contact"))


def guide_of(version: ProcedureVersion, commune: Commune, key: ProcedureKey, *, at: datetime) -> Guide:
    """The guide of `version` in `commune` at `at`: one query, for the local facts."""
    local = facts_in_force(commune, key, at=at)
    return Guide(snapshot=version.snapshot, commune=commune, facts=local.facts if local else {})


def _low(origin: Sourced) -> bool:
    return origin.confidence == "low"


def _rate_of_law(rule: FeeRule) -> str | None:
    return rule.floor if rule.floor and rule.floor == rule.ceiling else None


def _local_text(value: Mapping[str, str] | None) -> Text:
    value = value or {}
    return Text(ar=value.get("ar") or None, fr=value.get("fr") or None, zgh=value.get("zgh") or None)
