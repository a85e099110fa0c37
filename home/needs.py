"""The events of life on the home page: the trees of `procedures.orientation` that lead to a procedure in force.

A need is shown only while one of its outcomes can be asked for, so nothing is promised that nobody can do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from portal.kernel.now import today
from procedures.known_answers import known_answers, query_of
from procedures.models import ProcedureKey
from procedures.orientation.reader import trees
from procedures.orientation.tree import Choice, Question, Tree
from procedures.orientation.walk import Given, Position, most_left, number_of, walk
from procedures.orientation.words import filled
from procedures.quantities import UNITS, counted, plain
from procedures.snapshot import Snapshot, Sourced, Text

from .places import snapshots_in_force

# What stands on the home page itself; the others are one step further.
MOST_ON_HOME: Final = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the law as it is shown."""

    text: Text
    low: bool
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer given: the question, the words chosen or the number typed, and the address that changes it."""

    question: Text
    words: Text | str
    change: str


@dataclass(frozen=True, slots=True)
class Way:
    """One choice on a question's page, and where it leads."""

    choice: Choice
    label: Text
    text: Text
    address: str


def open_needs() -> list[Tree]:
    """The needs that a procedure in force answers, in their order."""
    in_force = {snapshot.code for snapshot in snapshots_in_force().values()}
    return [tree for tree in trees().values() if tree.codes & in_force]


def open_need(need: str) -> Tree | None:
    """The tree of `need`, if a procedure in force answers it."""
    return next((tree for tree in open_needs() if tree.need == need), None)


class Screen:
    """What a page of a need shows for the answers of its address."""

    def __init__(self, tree: Tree, parameters: dict[str, str]) -> None:
        self.tree = tree
        self.position: Position = walk(tree, parameters, on=today())

    def words(self, text: Text) -> Text:
        """`text` with the values of the law in force."""
        return filled(text, self.position.facts)

    @property
    def answers(self) -> list[Answer]:
        """What was answered so far; each change leads back to its question, with what was answered before it."""
        return [
            Answer(
                self.words(given.question.title), self._answered(given), f"?{urlencode(self.position.query[:index])}"
            )
            for index, given in enumerate(self.position.given)
        ]

    def _answered(self, given: Given) -> Text | str:
        if given.choice is not None:
            return self.words(given.choice.label)
        number = number_of(given.written)
        assert number is not None
        return counted(number, given.question.unit)

    # a question

    @property
    def question(self) -> Question:
        assert self.position.question is not None
        return self.position.question

    @property
    def title(self) -> Text:
        return self.words(self.question.title)

    @property
    def help(self) -> Text:
        return self.words(self.question.help)

    @property
    def ways(self) -> list[Way]:
        """The choices, each with the address of what comes after it."""
        return [
            Way(
                choice,
                self.words(choice.label),
                self.words(choice.text),
                f"?{urlencode([*self.position.query, (self.question.key, choice.value)])}",
            )
            for choice in self.question.choices
        ]

    @property
    def unit(self) -> Any:
        return UNITS[self.question.unit]

    @property
    def number(self) -> int:
        return len(self.position.given) + 1

    @property
    def at_most(self) -> int:
        """How many questions there are at the most, those answered included."""
        return len(self.position.given) + most_left(self.tree, self.position)

    @property
    def fault(self) -> str:
        """What is wrong with the number typed; empty where none was."""
        if not self.position.typed:
            return ""
        number = number_of(self.position.typed)
        if number is None:
            return _("Enter a number, in digits.")
        if number < self.question.least:
            return _("Enter a number of at least %(limit)s.") % {"limit": plain(self.question.least)}
        return _("Enter a number of at most %(limit)s.") % {"limit": plain(self.question.most)}

    @property
    def faults(self) -> list[tuple[str, str]]:
        """The summary of errors: where, and what."""
        return [("answer", self.fault)]

    # an outcome

    @property
    def lead(self) -> Text:
        """What the outcome says in a sentence."""
        return self.words(self.position.outcome.text) if self.position.outcome is not None else Text()

    @property
    def reasons(self) -> list[Said]:
        return [self._said(reason.text, reason.origin) for reason in self.position.reasons]

    @property
    def notes(self) -> list[Said]:
        return [self._said(note.text, note.origin) for note in self.position.notes if not note.warning]

    @property
    def warnings(self) -> list[Said]:
        return [self._said(note.text, note.origin) for note in self.position.notes if note.warning]

    @property
    def low(self) -> bool:
        """Whether the outcome itself rests on no text that was read."""
        return self.position.outcome is not None and self.position.outcome.origin.confidence == "low"

    def _said(self, text: Text, origin: Sourced | None) -> Said:
        low = origin is not None and origin.confidence == "low"
        return Said(self.words(text), low, origin.source if origin is not None else "")


@dataclass(frozen=True, slots=True)
class Procedure:
    """The procedure an outcome leads to, in force: its words and the address where a municipality is chosen for it."""

    snapshot: Snapshot
    query: str


def procedure_of(position: Position) -> Procedure | None:
    """The procedure of the outcome if it is in force, with the answers its form begins with."""
    code = position.outcome.code if position.outcome is not None else ""
    if not code:
        return None
    key = ProcedureKey.objects.filter(code=code).first()
    snapshot = snapshots_in_force().get(key.pk) if key is not None else None
    if key is None or snapshot is None:
        return None
    said = query_of(known_answers(snapshot, position.handed())).removeprefix("?") if snapshot.takes_files else ""
    return Procedure(snapshot, f"?procedure={key.slug}{'&' if said else ''}{said}")
