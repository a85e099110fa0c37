"""What a tree is made of: questions, the branches between them, and the outcomes they end at. Plain frozen values.

Every word is a `Text`; a word in braces, `{small_height}`, is a value of the law put in at the moment of reading.
Conditions are those of `procedures.conditions`, over the answers given so far and the values of the law in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from ..conditions import parse
from ..snapshot import Sourced, Text

KINDS: Final = ("procedure", "not_required", "elsewhere")
TYPES: Final = ("one", "number")


@dataclass(frozen=True, slots=True)
class DatedValue:
    """What a value of the law is from `since` to `until`, both days included; `None` is open."""

    value: Decimal | str
    origin: Sourced
    since: date | None = None
    until: date | None = None

    def rules(self, day: date) -> bool:
        """Whether it is in force on the local day `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Branch:
    """A way on, to the question or outcome `to`. `because`: what the law says of this answer, told at the end.

    Of several branches the first whose `when` holds is taken; the last has none.
    """

    to: str
    when: str = ""
    because: Text = field(default_factory=Text)
    origin: Sourced | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. `value` is its word in the address."""

    value: str
    label: Text
    text: Text = field(default_factory=Text)
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One screen. `key` is its word in the address; `type` is `one` (of `choices`) or `number` (`unit`, `least`, `most`)."""

    key: str
    title: Text
    type: str = "one"
    help: Text = field(default_factory=Text)
    choices: tuple[Choice, ...] = ()
    branches: tuple[Branch, ...] = ()
    unit: str = ""
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(0)

    def choice(self, value: str) -> Choice | None:
        """The choice named `value`, if there is one."""
        return next((choice for choice in self.choices if choice.value == value), None)

    def every_branch(self) -> Iterator[Branch]:
        """The branches of the question and of its choices."""
        yield from self.branches
        for choice in self.choices:
            yield from choice.branches


@dataclass(frozen=True, slots=True)
class Handed:
    """An answer that the form of the procedure begins with.

    `key`: the question of the form. Its answer is `value`, or what was answered to `question` here, turned by `values`
    where the two say it in different words (an answer not in `values` is then not handed on).
    """

    key: str
    value: str = ""
    question: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something the law adds to an outcome `when` it concerns the person. `warning`: not to be missed."""

    text: Text
    origin: Sourced
    when: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """A text the outcome rests on, with its articles."""

    title: Text
    articles: Text
    origin: Sourced


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the questions lead. `kind`: `procedure` (`code`), `not_required`, or `elsewhere` (`authority`, `where`, `url`)."""

    key: str
    kind: str
    title: Text
    origin: Sourced
    text: Text = field(default_factory=Text)
    code: str = ""
    answers: tuple[Handed, ...] = ()
    notes: tuple[Note, ...] = ()
    bases: tuple[Basis, ...] = ()
    authority: Text = field(default_factory=Text)
    where: Text = field(default_factory=Text)
    url: str = ""


@dataclass(frozen=True)
class Tree:
    """One thing people want to do. `need` is its word in the address, `icon` a drawing, `order` its place among the others.

    The first question is the one asked first. `values`: what the law counts with, by name.
    """

    need: str
    icon: str
    order: int
    title: Text
    text: Text
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    values: Mapping[str, tuple[DatedValue, ...]] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> Mapping[str, Question | Outcome]:
        """Questions and outcomes by their keys, which are distinct."""
        return {part.key: part for part in (*self.questions, *self.outcomes)}

    @cached_property
    def codes(self) -> frozenset[str]:
        """The procedures some path leads to."""
        return frozenset(outcome.code for outcome in self.outcomes if outcome.code)

    def values_on(self, day: date) -> dict[str, Decimal | str]:
        """The values of the law in force on the local day `day`; one that has none is left out, and no condition holds of it."""
        return {name: row.value for name, rows in self.values.items() for row in rows if row.rules(day)}

    @cached_property
    def read_on(self) -> frozenset[str]:
        """The questions whose answers decide a way further on; the others part nothing."""
        return frozenset(
            name
            for question in self.questions
            for branch in question.every_branch()
            for name in parse(branch.when).names - {question.key}
        )
