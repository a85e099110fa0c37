"""From the answers in an address to where the person stands: the next question, or the outcome with its reasons.

An answer that is missing, wrong or forged stops the walk at its question; what comes after it is forgotten. Pure: a tree,
a day and the parameters of an address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from portal.kernel.text import plain_number

from ..conditions import Place, parse
from ..snapshot import Sourced, Text
from .tree import Branch, Choice, Note, Outcome, Question, Tree

# The questions ask in plain words what a commune would tell: a tree works before a commune is chosen.
_NOWHERE: Final = Place(code="", urban=False, province_code="", region_code="", population=None)
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that counts. `written` is its word in the address, `choice` what was chosen (none of a number)."""

    question: Question
    written: str
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Reason:
    """What the law says of one answer."""

    text: Text
    origin: Sourced | None


@dataclass(frozen=True, slots=True)
class Position:
    """Where the answers lead: `question` to ask next, or `outcome`. `typed`: a number that cannot be taken, as typed."""

    given: tuple[Given, ...]
    reasons: tuple[Reason, ...]
    question: Question | None
    outcome: Outcome | None
    typed: str
    facts: Mapping[str, Any]

    @property
    def query(self) -> list[tuple[str, str]]:
        """The answers that count, as parameters of an address."""
        return [(given.question.key, given.written) for given in self.given]

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the law adds to the outcome for these answers."""
        notes = self.outcome.notes if self.outcome is not None else ()
        return tuple(note for note in notes if parse(note.when).holds(self.facts, _NOWHERE))

    def handed(self) -> dict[str, str]:
        """What the form of the procedure begins with, by the keys of its questions, as in an address."""
        said = dict(self.query)
        found: dict[str, str] = {}
        for handed in self.outcome.answers if self.outcome is not None else ():
            answer = said.get(handed.question, "") if handed.question else handed.value
            answer = handed.values.get(answer, "") if handed.values else answer
            if answer:
                found[handed.key] = answer
        return found


def walk(tree: Tree, parameters: Mapping[str, str], *, on: date) -> Position:
    """Follow the answers in `parameters` (by question key) from the first question, under the law of the day `on`."""
    facts: dict[str, Any] = dict(tree.values_on(on))
    given: list[Given] = []
    reasons: list[Reason] = []
    part: Question | Outcome = tree.questions[0]
    while isinstance(part, Question):
        typed = parameters.get(part.key, "")
        written = _written(part, typed)
        if not written:
            wrong = typed if part.type == "number" else ""
            return Position(tuple(given), tuple(reasons), part, None, wrong, facts)
        choice = part.choice(written)
        facts[part.key] = written
        given.append(Given(part, written, choice))
        branch = _taken(part.branches if choice is None else choice.branches, facts)
        if branch.because:
            reasons.append(Reason(branch.because, branch.origin))
        part = tree.by_key[branch.to]
    return Position(tuple(given), tuple(reasons), None, part, "", facts)


def number_of(typed: str) -> Decimal | None:
    """The number a person typed, with a comma or a point, in Western or Arabic digits; `None` for anything else."""
    try:
        number = Decimal(plain_number(typed))
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(number.as_tuple().digits) <= _MOST_DIGITS else None


def most_left(tree: Tree, position: Position) -> int:
    """The most questions still to answer, the next one included, whatever is answered to them."""
    return _most(tree, position.question or position.outcome, dict(position.facts)) if position.question else 0


def _most(tree: Tree, part: Any, facts: dict[str, Any]) -> int:
    if isinstance(part, Outcome):
        return 0
    assert isinstance(part, Question)
    ways: dict[Any, tuple[Sequence[Branch], dict[str, Any]]] = {}
    for choice in part.choices:
        # Answers that part nothing further on and go the same ways are looked at once.
        name = choice.value if part.key in tree.read_on else tuple((each.to, each.when) for each in choice.branches)
        ways.setdefault(name, (choice.branches, {**facts, part.key: choice.value}))
    return 1 + max(
        _most(tree, tree.by_key[key], known)
        for branches, known in (ways.values() or [(part.branches, facts)])
        for key in _possible(branches, known, tree)
    )


def _possible(branches: Sequence[Branch], known: Mapping[str, Any], tree: Tree) -> set[str]:
    """Where these branches may lead while the numbers are not known yet."""
    found = set()
    for branch in branches:
        condition = parse(branch.when)
        open_numbers = any(
            isinstance(question := tree.by_key.get(name), Question) and question.type == "number" and name not in known
            for name in condition.names
        )
        if open_numbers:
            found.add(branch.to)
        elif condition.holds(known, _NOWHERE):
            return {*found, branch.to}
    return found


def _written(question: Question, typed: str) -> str:
    """The answer in the one form an address has; empty where it is none."""
    if question.type == "one":
        return typed if question.choice(typed) is not None else ""
    number = number_of(typed)
    if number is None or not question.least <= number <= question.most:
        return ""
    return format(number.normalize(), "f")


def _taken(branches: Sequence[Branch], facts: Mapping[str, Any]) -> Branch:
    """The first branch that holds; the last one has no condition."""
    return next(branch for branch in branches if parse(branch.when).holds(facts, _NOWHERE))
