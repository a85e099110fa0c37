"""What changed between two versions of a procedure, as its editors read it: law, form and words apart.

Pure: two snapshots in, sentences of the active language out, with the values before and after as readers see them. A row
is the same as long as its code is; what a row added or taken away holds is not told again column by column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.context import current_language

from . import words
from .condition_words import apart, in_words, quoted
from .models.procedure import Procedure
from .models.rows import DocumentRow, FeeRow, LegalBasisRow, StageRow, TermRow
from .rule_words import Said
from .snapshot import Question, Snapshot, Step, TermRule
from .text_changes import text_changes


class Group(StrEnum):
    """What a change concerns. One of law or form makes files begun before it move to the new version."""

    LAW = "law"
    FORM = "form"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `place`: where it stands (`documents/request/nature`); `before`, `after`: empty where there is none."""

    group: Group
    place: str
    sentence: str
    before: str = ""
    after: str = ""


# Rows of law that are told apart by their code: the relation, its model, the columns compared, the words of its rows.
_ROWS: Final = (
    (
        "circuit",
        StageRow,
        ("action", "holder", "amount", "unit", "counted_from", "bodies", "binding", "one_negative_blocks"),
        lambda: (_("Stage added: %(name)s"), _("Stage removed: %(name)s"), _("The order of the stages changed.")),
    ),
    (
        "documents",
        DocumentRow,
        ("nature", "asked_if", "kinds", "max_files", "max_megabytes"),
        lambda: (
            _("Document added: %(name)s"),
            _("Document removed: %(name)s"),
            _("The order of the documents changed."),
        ),
    ),
    (
        "fees",
        FeeRow,
        ("base", "floor", "ceiling", "quantity", "periods", "exempt_if", "payee"),
        lambda: (_("Fee added: %(name)s"), _("Fee removed: %(name)s"), _("The order of the fees changed.")),
    ),
    (
        "legal_bases",
        LegalBasisRow,
        ("articles",),
        lambda: (
            _("Legal basis added: %(name)s"),
            _("Legal basis removed: %(name)s"),
            _("The order of the legal bases changed."),
        ),
    ),
)
_TERM: Final = ("start_event", "stop_event", "franc", "carry_over", "when", "filed_from", "filed_until")
_ALONE: Final = ("act", "authority", "filing", "elsewhere_url", "documents_confirmed")
_VALIDITY: Final = {
    "starts": "validity_starts",
    "renewable": "validity_renewable",
    "ends": "validity_ends",
}


def changes(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Every difference of `new` from `old`, law first, then the form, then the words."""
    comparison = _Comparison(old, new)
    words_changed = [
        Change(Group.TEXT, place, sentence, before, after) for place, sentence, before, after in text_changes(old, new)
    ]
    return (*comparison.law(), *comparison.form(), *words_changed)


def arrow(what: str, before: str, after: str) -> str:
    """`what: before → after`, in the direction of the active language."""
    return _("%(what)s: %(before)s → %(after)s") % {"what": what, "before": apart(before), "after": apart(after)}


class _Comparison:
    """The two sides, each with what says its values in words."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self.old, self.new = old, new
        self.language = current_language()
        self.before, self.after = Said(old, self.language), Said(new, self.language)

    def _changed(self, group: Group, place: str, what: str, before: str, after: str) -> Change:
        return Change(group, place, arrow(what, before, after), before, after)

    def _columns(
        self, place: str, what: str, model: Any, pair: tuple[Any, Any], names: Mapping[str, str] | Sequence[str]
    ) -> Iterator[Change]:
        """One change for each column in which the two rows differ. `names`: columns, or the model's names of them."""
        named = names if isinstance(names, Mapping) else {name: name for name in names}
        for name, column in named.items():
            mine, other = (getattr(row, name) for row in pair)
            if mine == other:
                continue
            if name == "asked_if":
                yield self._asked_if(Group.LAW, place, what, mine, other)
                continue
            label = model._meta.get_field(column).verbose_name
            said = (self.before.value(model, column, mine), self.after.value(model, column, other))
            yield self._changed(Group.LAW, f"{place}/{name}", _joined(what, str(label)), *said)
        yield from self._origin(place, what, pair)

    def _origin(self, place: str, what: str, pair: tuple[Any, Any]) -> Iterator[Change]:
        mine, other = (getattr(row, "origin", None) for row in pair)
        if mine is None or other is None:
            return
        for name in ("source", "confidence"):
            before, after = getattr(mine, name), getattr(other, name)
            if before != after:
                label = str(TermRow._meta.get_field(name).verbose_name)
                said = (self.before.value(TermRow, name, before), self.after.value(TermRow, name, after))
                yield self._changed(Group.LAW, f"{place}/{name}", _joined(what, label), *said)

    def _asked_if(self, group: Group, place: str, what: str, before: str, after: str) -> Change:
        was, now = in_words(before, self.old, self.language), in_words(after, self.new, self.language)
        if now:
            sentence = _("%(what)s is now asked if %(condition)s.") % {"what": what, "condition": now}
        else:
            sentence = _("%(what)s is now always asked.") % {"what": what}
        return Change(group, f"{place}/asked_if", sentence, was or _("always"), now or _("always"))

    # law

    def law(self) -> Iterator[Change]:
        """Changes of the act, its terms, silence, validity and rows."""
        yield from self._columns("", "", Procedure, (self.old, self.new), _ALONE)
        yield from self._terms()
        silence = (self.old.silence, self.new.silence)
        columns = {"grants": "silence_grants", "filed_from": "silence_filed_from"}
        yield from self._columns("silence", _("Silence"), Procedure, silence, columns)
        yield from self._validity()
        for relation, model, names, sentences in _ROWS:
            yield from self._rows(relation, model, names, sentences())

    def _terms(self) -> Iterator[Change]:
        for before, after in _paired_terms(self.old.terms, self.new.terms):
            if before is None and after is not None:
                sentence = _("Term added: %(term)s") % {"term": words.term_words(after)}
                yield Change(Group.LAW, "terms", sentence, "", words.term_words(after))
            elif after is None and before is not None:
                sentence = _("Term removed: %(term)s") % {"term": words.term_words(before)}
                yield Change(Group.LAW, "terms", sentence, words.term_words(before), "")
            elif before is not None and after is not None and before != after:
                if (before.amount, before.unit) != (after.amount, after.unit):
                    said = (words.term_words(before), words.term_words(after))
                    yield self._changed(Group.LAW, "terms/amount", _("Term"), *said)
                what = _("Term of %(term)s") % {"term": words.term_words(after)}
                yield from self._columns("terms", what, TermRow, (before, after), _TERM)

    def _validity(self) -> Iterator[Change]:
        before, after = self.old.validity, self.new.validity
        if before == after:
            return
        said = tuple(words.validity_words(rule) if rule else _("no limit") for rule in (before, after))
        if said[0] != said[1]:
            yield self._changed(Group.LAW, "validity", _("Validity of the act"), *said)
        if before is not None and after is not None:
            yield from self._columns("validity", _("Validity of the act"), Procedure, (before, after), _VALIDITY)

    def _rows(
        self, relation: str, model: Any, names: Sequence[str], sentences: tuple[str, str, str]
    ) -> Iterator[Change]:
        before = {row.code: row for row in getattr(self.old, relation)}
        after = {row.code: row for row in getattr(self.new, relation)}
        added, removed, reordered = sentences
        for code, row in after.items():
            if code not in before:
                name = self.after.row(row)
                yield Change(Group.LAW, f"{relation}/{code}", added % {"name": name}, "", name)
        for code, row in before.items():
            if code not in after:
                name = self.before.row(row)
                yield Change(Group.LAW, f"{relation}/{code}", removed % {"name": name}, name, "")
        for code in [code for code in after if code in before]:
            what = f"{capfirst(str(model._meta.verbose_name))} {quoted(self.after.row(after[code]))}"
            yield from self._columns(f"{relation}/{code}", what, model, (before[code], after[code]), names)
        if _reordered(before, after):
            yield Change(Group.LAW, relation, reordered)

    # form

    def form(self) -> Iterator[Change]:
        """Changes of the steps and of the questions, which keep their identity from step to step."""
        before = {step.key: step for step in self.old.steps}
        after = {step.key: step for step in self.new.steps}
        for key, step in after.items():
            if key not in before:
                yield Change(
                    Group.FORM, f"steps/{key}", _("Step added: %(name)s") % {"name": self.after.text(step.title)}
                )
        for key, step in before.items():
            if key not in after:
                name = self.before.text(step.title)
                yield Change(Group.FORM, f"steps/{key}", _("Step removed: %(name)s") % {"name": name})
        if _reordered(before, after):
            yield Change(Group.FORM, "steps", _("The order of the steps changed."))
        yield from self._questions()
        for key in [key for key in after if key in before]:
            if _reordered(_keys(before[key]), _keys(after[key])):
                sentence = _("Step %(name)s: the order of the questions changed.")
                yield Change(Group.FORM, f"steps/{key}", sentence % {"name": quoted(self.after.text(after[key].title))})

    def _questions(self) -> Iterator[Change]:
        before = {question.key: (step, question) for step in self.old.steps for question in step.questions}
        after = {question.key: (step, question) for step in self.new.steps for question in step.questions}
        for key, (_step, question) in after.items():
            if key not in before:
                name = self.after.text(question.label) or key
                yield Change(Group.FORM, f"questions/{key}", _("Question added: %(name)s") % {"name": name}, "", name)
        for key, (_step, question) in before.items():
            if key not in after:
                name = self.before.text(question.label) or key
                yield Change(Group.FORM, f"questions/{key}", _("Question removed: %(name)s") % {"name": name}, name, "")
        for key in [key for key in after if key in before]:
            (was_in, old), (stands_in, new) = before[key], after[key]
            what = _("Question %(name)s") % {"name": quoted(self.after.text(new.label) or key)}
            if was_in.key != stands_in.key and stands_in.key in {step.key for step in self.old.steps}:
                titles = (self.before.text(was_in.title), self.after.text(stands_in.title))
                yield self._changed(Group.FORM, f"questions/{key}/step", _joined(what, _("step")), *titles)
            yield from self._question(f"questions/{key}", what, old, new)

    def _question(self, place: str, what: str, old: Question, new: Question) -> Iterator[Change]:
        if old.asked_if != new.asked_if:
            yield self._asked_if(Group.FORM, place, what, old.asked_if, new.asked_if)
        if old.required != new.required:
            sentence = _("%(what)s: an answer is now required.") if new.required else _("%(what)s: may now stay empty.")
            yield Change(Group.FORM, f"{place}/required", sentence % {"what": what})
        if old.type != new.type:
            yield self._changed(Group.FORM, f"{place}/type", _joined(what, _("kind of answer")), old.type, new.type)
        held = {option.value: option for option in old.options}
        offered = {option.value: option for option in new.options}
        for sentence, own, other, said in (
            (_("%(what)s: choice added: %(name)s"), offered, held, self.after),
            (_("%(what)s: choice removed: %(name)s"), held, offered, self.before),
        ):
            for value in own:
                if value not in other:
                    name = said.text(own[value].label) or value
                    yield Change(Group.FORM, f"{place}/options/{value}", sentence % {"what": what, "name": name})
        if _reordered(held, offered):
            yield Change(
                Group.FORM, f"{place}/options", _("%(what)s: the order of the choices changed.") % {"what": what}
            )
        for name in sorted({*old.params, *new.params}):
            limits = tuple(str(params.get(name, _("none"))) for params in (old.params, new.params))
            if old.params.get(name) != new.params.get(name):
                limit = _("limit %(name)s") % {"name": quoted(name)}
                yield self._changed(Group.FORM, f"{place}/params/{name}", _joined(what, limit), *limits)


def _joined(what: str, column: str) -> str:
    """`Document “Plan”, nature`; the column alone, with a capital, where it belongs to no row."""
    return _("%(what)s, %(column)s") % {"what": what, "column": column} if what else capfirst(column)


def _keys(step: Step) -> dict[str, Question]:
    return {question.key: question for question in step.questions}


def _reordered(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether what stands in both stands in another order."""
    mine, other = list(before), list(after)
    return [name for name in mine if name in other] != [name for name in other if name in mine]


def _paired_terms(
    old: Sequence[TermRule], new: Sequence[TermRule]
) -> Iterator[tuple[TermRule | None, TermRule | None]]:
    """Terms have no code: those that rule the same files belong together, the others follow each other in their order."""

    def identity(term: TermRule) -> tuple[str, str, str]:
        return term.when, term.filed_from, term.filed_until

    left = list(old)
    unmatched: list[TermRule] = []
    for term in new:
        same = next((other for other in left if identity(other) == identity(term)), None)
        if same is None:
            unmatched.append(term)
            continue
        left.remove(same)
        yield same, term
    yield from zip_longest(left, unmatched)
