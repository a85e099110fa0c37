"""What makes a tree impossible to walk, or says law without a source. Pure; in words for the author of the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any, Final

from portal.kernel.errors import Invalid

from ..conditions import circle, parse
from ..quantities import UNITS
from ..snapshot import LANGUAGES, Text
from .tree import KINDS, TYPES, Branch, Outcome, Question, Tree

# The codes of the catalogue of procedures (docs/catalogue.md): one a file.
CODES: Final = frozenset(
    f"{family}{number}" for family, last in {"U": 18, "E": 7, "D": 5, "R": 3}.items() for number in range(1, last + 1)
)
PLACEHOLDER: Final = re.compile(r"\{([a-z_]*)\}")
_WORD: Final = re.compile(r"^[a-z][a-z0-9_]*$")
# Words of an address that mean something else already.
_TAKEN: Final = frozenset({"procedure", "q", "commune", "from"})


def problems(tree: Tree) -> Iterator[str]:
    """Everything that is wrong with `tree`; the later checks stand on the earlier ones."""
    yield from _names(tree)
    yield from _words(tree)
    yield from _questions(tree)
    yield from _ways(tree)
    yield from _conditions(tree)
    yield from _outcomes(tree)
    yield from _values(tree)


def _names(tree: Tree) -> Iterator[str]:
    if not tree.questions:
        yield "a tree has a question"
    keys = [part.key for part in (*tree.questions, *tree.outcomes)]
    values = [f"{question.key}={choice.value}" for question in tree.questions for choice in question.choices]
    for name, times in Counter([*keys, *tree.values, *values]).items():
        if times > 1:
            yield f"{name!r} stands twice"
    for name in (tree.need, *keys, *(choice.value for question in tree.questions for choice in question.choices)):
        if not isinstance(name, str) or not _WORD.match(name):
            yield f"{name!r} is no word of an address"
    for question in tree.questions:
        if question.key in _TAKEN:
            yield f"{question.key!r} means something else in an address"


def _words(tree: Tree) -> Iterator[str]:
    """Titles and labels are never empty; a value of the law named in one language is named in all that say the sentence."""
    for where, text in texts(tree):
        named = {language: set(PLACEHOLDER.findall(getattr(text, language) or "")) for language in LANGUAGES}
        for name in set.union(*named.values()) - tree.values.keys():
            yield f"{where}: no value {name!r}"
        if len({frozenset(named[language]) for language in LANGUAGES if getattr(text, language)}) > 1:
            yield f"{where}: the languages name different values"
    titled = [tree, *tree.questions, *tree.outcomes]
    for part in titled:
        if not part.title:
            yield f"{getattr(part, 'key', tree.need)}: a title is missing"


def texts(value: Any, where: str = "") -> Iterator[tuple[str, Text]]:
    """Every text in `value` with the place it stands in."""
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts(item, f"{where}.{getattr(item, 'key', getattr(item, 'value', index))}")
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name), f"{where}.{each.name}".lstrip("."))


def _questions(tree: Tree) -> Iterator[str]:
    for question in tree.questions:
        if question.type not in TYPES:
            yield f"{question.key}: no type {question.type!r}"
        elif question.type == "one" and (len(question.choices) < 2 or question.branches):
            yield f"{question.key}: two answers at least, each with its own way"
        elif question.type == "number" and (question.choices or question.unit not in UNITS):
            yield f"{question.key}: a number has a unit ({', '.join(UNITS)}) and no choices"
        elif question.type == "number" and question.least >= question.most:
            yield f"{question.key}: least is below most"
        for choice in question.choices:
            if not choice.label:
                yield f"{question.key}.{choice.value}: a label is missing"


def _ways(tree: Tree) -> Iterator[str]:
    """From every answer on, to something that exists, never round; everything can be come to from the first question."""
    for question in tree.questions:
        groups = [(choice.value, choice.branches) for choice in question.choices] or [("", question.branches)]
        for value, branches in groups:
            where = f"{question.key}.{value}".rstrip(".")
            yield from _dead_end(where, branches)
            for branch in branches:
                if branch.to not in tree.by_key:
                    yield f"{where} leads to {branch.to!r}, which does not exist"
                if branch.because and branch.origin is None:
                    yield f"{where}: what the law says has an origin"
    ring = circle({q.key: [b.to for b in q.every_branch() if b.to in tree.by_key] for q in tree.questions})
    if ring:
        yield f"the questions lead round: {', '.join(ring)}"
    met = {tree.questions[0].key} if tree.questions else set()
    to_look_at = list(met)
    while to_look_at:
        part = tree.by_key.get(to_look_at.pop())
        if isinstance(part, Question):
            new = {branch.to for branch in part.every_branch()} - met
            met |= new
            to_look_at += new
    for key in tree.by_key.keys() - met:
        yield f"nothing leads to {key!r}"


def _dead_end(where: str, branches: tuple[Branch, ...]) -> Iterator[str]:
    if not branches or branches[-1].when:
        yield f"{where}: a dead end where no condition holds"
    elif any(not branch.when for branch in branches[:-1]):
        yield f"{where}: a branch after the one without a condition"


def _conditions(tree: Tree) -> Iterator[str]:
    known = {question.key for question in tree.questions} | tree.values.keys()
    branches = [(question.key, each.when) for question in tree.questions for each in question.every_branch()]
    notes = [(outcome.key, note.when) for outcome in tree.outcomes for note in outcome.notes]
    for where, source in (*branches, *notes):
        try:
            names = parse(source).names
        except Invalid as error:
            yield f"{where}: {error.sentence} ({source})"
            continue
        for name in names - known:
            yield f"{where}: {name!r} is neither a question nor a value"


def _outcomes(tree: Tree) -> Iterator[str]:
    questions = {question.key: question for question in tree.questions}
    for outcome in tree.outcomes:
        yield from _kind(outcome)
        for handed in outcome.answers:
            question = questions.get(handed.question)
            if bool(handed.value) == bool(handed.question) or (handed.question and question is None):
                yield f"{outcome.key}.{handed.key}: a value, or a question of this tree"
            elif question is not None and question.choices:
                for value in handed.values.keys() - {choice.value for choice in question.choices}:
                    yield f"{outcome.key}.{handed.key}: {handed.question!r} has no answer {value!r}"


def _kind(outcome: Outcome) -> Iterator[str]:
    if outcome.kind not in KINDS:
        yield f"{outcome.key}: no kind {outcome.kind!r}"
    if (outcome.kind == "procedure") != (outcome.code in CODES) or (outcome.code and outcome.kind != "procedure"):
        yield f"{outcome.key}: a procedure has a code of the catalogue, found {outcome.code!r}"
    if (outcome.kind == "elsewhere") != bool(outcome.authority and outcome.where):
        yield f"{outcome.key}: whoever is sent elsewhere is told to whom and where"
    if outcome.kind == "not_required" and not outcome.bases:
        yield f"{outcome.key}: what frees from a permit has its legal basis"
    if outcome.answers and not outcome.code:
        yield f"{outcome.key}: answers are handed to a procedure"


def _values(tree: Tree) -> Iterator[str]:
    """One value at a time."""
    for name, rows in tree.values.items():
        if not _WORD.match(name):
            yield f"{name!r} is no word"
        for first, second in pairwise(rows):
            if first.until is None or second.since is None or first.until >= second.since:
                yield f"{name}: two values on one day"
