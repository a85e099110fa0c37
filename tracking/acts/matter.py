"""What an act says, read from its frozen facts and from the version frozen at filing: the values its sentences hold.

Nothing is looked up in the present: the same act gives the same values in ten years. What is not known is said to be not
known, in words; nothing is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from portal.kernel.now import local_date
from portal.kernel.paper import embed, isolate
from portal.kernel.paper.dates import long_date
from procedures.conditions import Place
from procedures.snapshot import Snapshot, Text, ValidityRule

from ..models import Act, Dossier
from . import answers
from .wording import count, counts, say


class _Days:
    """The days of what happened before the number of an act was taken: asked once, whatever the languages."""

    def __init__(self, act: Act) -> None:
        self._act = act

    @cached_property
    def session(self) -> date | None:
        """The day of the last session closed."""
        items = self._dossier.agenda_items.filter(closed_at__lte=self._act.prepared_at).order_by("-closed_at")
        item = items.select_related("session").first()
        return item.session.held_on if item else None

    @cached_property
    def visit(self) -> date | None:
        """The day of the last visit reported."""
        visits = self._dossier.visits.filter(reported_at__lte=self._act.prepared_at).order_by("-reported_at")
        visit = visits.first()
        return local_date(visit.starts_at) if visit else None

    @property
    def _dossier(self) -> Dossier:
        assert self._act.dossier is not None
        return self._act.dossier


@dataclass
class Matter:
    """One act in one language (`ar` or `fr`)."""

    act: Act
    language: str
    _days: _Days = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._days = _Days(self.act)

    def in_language(self, language: str) -> Matter:
        """The same act in another language, without asking the database again."""
        other = replace(self, language=language)
        other._days = self._days
        return other

    @property
    def facts(self) -> dict[str, Any]:
        """What was frozen when the number was taken."""
        facts: dict[str, Any] = self.act.facts
        return facts

    @cached_property
    def dossier(self) -> Dossier:
        """The file the act answers; only acts of this portal are drawn, and they have one."""
        assert self.act.dossier is not None
        return self.act.dossier

    @cached_property
    def snapshot(self) -> Snapshot:
        """The version of the filing date."""
        snapshot: Snapshot = self.dossier.version.snapshot
        return snapshot

    @cached_property
    def place_of_rules(self) -> Place:
        """The commune, as conditions of the version ask about it."""
        return Place.of(self.act.commune)

    @property
    def unknown(self) -> str:
        """How a missing value is said."""
        return say("unknown", self.language)

    def name_of(self, part: str) -> str:
        """The frozen name of the `commune` or the `province`."""
        return str(self.facts[part][self.language])

    @property
    def procedure(self) -> str:
        """The title of the procedure."""
        return Text(**self.facts["procedure"]["title"]).read(self.language).words

    @property
    def number(self) -> str:
        """The act's own number, as one left-to-right word."""
        return isolate(self.act.number)

    @property
    def land(self) -> str:
        """Land references with the kind of right, as answered."""
        kinds = (answers.LAND,)
        told = answers.first_of(self.snapshot, self.facts["answers"], kinds, self.language)
        return told or say("unknown_land", self.language)

    @property
    def address(self) -> str:
        """Where it is."""
        told = answers.first_of(self.snapshot, self.facts["answers"], (answers.PLACE,), self.language)
        return self._quoted(told) or say("unknown_place", self.language)

    @property
    def project(self) -> str:
        """What is asked, in the applicant's own words where the form has them; else what was chosen; else the title."""
        given = self.facts["answers"]
        own = answers.first_of(self.snapshot, given, (answers.PROJECT,), self.language).rstrip(" .")
        chosen = answers.first_of(self.snapshot, given, (answers.CHOSEN,), self.language)
        return self._quoted(own) or chosen or self.procedure

    @property
    def conditions(self) -> str:
        """The commune's specific provisions; the only free text of a grant. Several lines begin on a line of their own."""
        told = self._free("conditions")
        if "\n" in told:
            return f"\n{self._embedded(told)}"
        return self._quoted(told) or say("no_conditions", self.language)

    def _free(self, name: str) -> str:
        return str(self.facts.get(name) or "").strip()

    def _quoted(self, text: str) -> str:
        """Words written in Arabic, between guillemets on the French page: they are quoted, not translated."""
        words = self._embedded(text)
        return f"«\u00a0{words}\u00a0»" if self.language == "fr" and answers.is_arabic(text) else words

    def _embedded(self, text: str) -> str:
        return embed(text, within_rtl=self.language == "ar")

    @cached_property
    def rows(self) -> list[tuple[str, str]]:
        """The answers a document shows, in the order of the form."""
        return answers.rows_of(
            self.snapshot, self.facts["answers"], self.place_of_rules, self.language, holder=self.act.holder_name
        )

    def day(self, moment: str | datetime | date | None) -> str:
        """A frozen moment or day in full; the word for unknown where there is none."""
        found = day_of(moment)
        return long_date(found, self.language) if found else self.unknown

    def local(self, name: str) -> str:
        """A reference the commune published by the filing date (`order`, `colours_order`), in brackets."""
        told = str((self.dossier.local.facts if self.dossier.local else {}).get(name) or "").strip()
        return f"({isolate(told)})" if told else say("unknown_reference", self.language)

    def values(self) -> dict[str, str]:
        """Every value that sentences of a model may name; an event that did not happen is an empty text."""
        facts, commune, province = self.facts, self.name_of("commune"), self.name_of("province")
        area = self._answer("area")
        period = answers.first_of(self.snapshot, facts["answers"], ("period",), self.language)
        return {
            "holder": self._embedded(self.act.holder_name),
            "object": self.project,
            "procedure": self.procedure,
            "place": self.address,
            "land": self.land,
            "number": self.number,
            "reference": isolate(facts["reference"]),
            "filed_on": self.day(facts["filed_at"]),
            "session_on": self._event(self._days.session),
            "visit_on": self._event(self._days.visit),
            "fiscal_order": self.local("order"),
            "colours_order": self.local("colours_order"),
            "conditions": self.conditions,
            "validity": self.validity,
            "area": area or self.unknown,
            "period": period or self.unknown,
            "commune": commune,
            "province": province,
            "reasons": self._quoted(self._free("reasons")) or self.unknown,
            "legal_ground": self._quoted(self._free("legal_ground")) or self.unknown,
            "due_on": self.day(facts.get("due_on")),
            "granted_on": self.day(facts.get("granted_at")),
        }

    def each(self, name: str) -> list[dict[str, str]]:
        """The values of a visa that is repeated: one for each legal basis of the version."""
        if name != "legal_bases":
            raise LookupError(name)
        told = []
        for basis in self.facts["legal_bases"]:
            title = Text(**basis["title"]).read(self.language).words
            told.append({"basis": f"{title} ({isolate(basis['articles'])})" if self.language == "fr" else title})
        return told

    @property
    def validity(self) -> str:
        """How long the act lives by the version's rule."""
        rule = self.snapshot.validity
        if rule is None:
            return say("no_limit", self.language)
        renewal = say("renewable" if rule.renewable else "not_renewable", self.language)
        separator = "، " if self.language == "ar" else ", "
        return f"{self._length(rule)}{separator}{renewal}"

    def _length(self, rule: ValidityRule) -> str:
        if rule.unit not in counts():
            return say("period_asked", self.language)
        length = count(Decimal(rule.amount), rule.unit, self.language)
        return say("validity_from_delivery", self.language, length=length)

    def _answer(self, key: str) -> str:
        try:
            question = self.snapshot.question(key)
        except KeyError:
            return ""
        return answers.answer_words(question, self.facts["answers"].get(key), self.language)

    def _event(self, day: date | None) -> str:
        return long_date(day, self.language) if day else ""


def day_of(moment: str | datetime | date | None) -> date | None:
    """The local day of a frozen ISO moment or day, of a moment, or of a day."""
    if not moment:
        return None
    if isinstance(moment, str):
        moment = date.fromisoformat(moment) if len(moment) == len("2026-10-05") else datetime.fromisoformat(moment)
    return local_date(moment) if isinstance(moment, datetime) else moment
