"""A condition of the law or of the form as a sentence: “Quality” is “Tenant”, and “Covered area” is more than 20 m².

For editors: what changed, the preview of the form, the rules a lawyer reviews. Labels and choices are those of the
version; what cannot be read is shown as it is written.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.context import current_language, direction_of
from portal.kernel.errors import Invalid
from portal.kernel.text import language_of

from . import conditions, quantities
from .snapshot import Question, Snapshot

_COMPARED: Final[Mapping[type, Callable[[], str]]] = {
    ast.Eq: lambda: _("%(what)s is %(value)s"),
    ast.NotEq: lambda: _("%(what)s is not %(value)s"),
    ast.Lt: lambda: _("%(what)s is less than %(value)s"),
    ast.LtE: lambda: _("%(what)s is at most %(value)s"),
    ast.Gt: lambda: _("%(what)s is more than %(value)s"),
    ast.GtE: lambda: _("%(what)s is at least %(value)s"),
}
_AGGREGATES: Final[Mapping[str, Callable[[], str]]] = {
    "sum": lambda: _("the total of %(what)s"),
    "max": lambda: _("the greatest %(what)s"),
    "count": lambda: _("the number of %(what)s"),
}
_OF_THE_PLACE: Final[Mapping[str, Callable[[], str]]] = {
    "code": lambda: _("the code of the municipality"),
    "population": lambda: _("the population of the municipality"),
    "province": lambda: _("the code of the province"),
    "region": lambda: _("the code of the region"),
}
_SIGNS: Final = {ast.Add: "+", ast.Sub: "-", ast.Mult: "×"}


def in_words(source: str, snapshot: Snapshot, language: str) -> str:
    """The condition written in `source` as a sentence of the active language, with the labels a reader of `language` sees.

    Empty for the condition that always holds; `source` itself when it cannot be read.
    """
    try:
        tree = conditions.parse(source).tree
    except Invalid:
        return source
    if tree is None:
        return ""
    questions = {question.key: question for step in snapshot.steps for question in step.questions}
    return _Reader(questions, language).sentence(tree)


def quoted(words: str) -> str:
    """Words in the quotation marks of the active language."""
    return _("“%(words)s”") % {"words": apart(words)}


def apart(words: str) -> str:
    """Words that keep their own order in an Arabic sentence: those of another script stand between isolating marks."""
    if direction_of(current_language()) == "rtl" and language_of(words) not in ("", "ar"):
        return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"
    return words


def listed(words: Iterable[str]) -> str:
    """Several things one after the other, with the comma of the active language."""
    return str(_(", ")).join(words)


def labelled(label: Any, value: str) -> str:
    """A label and its value, with the colon of the active language."""
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


class _Reader:
    """Says the nodes of one condition. `questions`: those of the version, by key."""

    def __init__(self, questions: Mapping[str, Question], language: str) -> None:
        self.questions = questions
        self.language = language

    def sentence(self, node: ast.expr) -> str:
        match node:
            case ast.BoolOp(op=op, values=parts):
                joined = _("%(first)s and %(second)s") if isinstance(op, ast.And) else _("%(first)s or %(second)s")
                said = [self._inner(part) for part in parts]
                words = said[0]
                for following in said[1:]:
                    words = joined % {"first": words, "second": following}
                return words
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._denied(operand)
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._compared(left, ops, others)
            case ast.Attribute(value=ast.Name(id="commune"), attr="urban"):
                return _("the municipality is urban")
        return _("the answer to %(what)s is yes") % {"what": self.thing(node)}

    def _inner(self, node: ast.expr) -> str:
        words = self.sentence(node)
        return f"({words})" if isinstance(node, ast.BoolOp) else words

    def _denied(self, node: ast.expr) -> str:
        match node:
            case ast.Attribute(value=ast.Name(id="commune"), attr="urban"):
                return _("the municipality is rural")
            case ast.Name() | ast.Attribute():
                return _("the answer to %(what)s is not yes") % {"what": self.thing(node)}
        return _("it is not so that %(condition)s") % {"condition": self._inner(node)}

    def _compared(self, left: ast.expr, ops: list[ast.cmpop], others: list[ast.expr]) -> str:
        said = []
        for op, right in zip(ops, others, strict=True):
            said.append(self._two(left, op, right))
            left = right
        words = said[0]
        for following in said[1:]:
            words = _("%(first)s and %(second)s") % {"first": words, "second": following}
        return words

    def _two(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        if isinstance(op, ast.In | ast.NotIn):
            if isinstance(right, ast.Tuple | ast.List):
                values = listed(self.value(item, left) for item in right.elts)
                sentence = _("%(what)s is one of: %(values)s")
                if isinstance(op, ast.NotIn):
                    sentence = _("%(what)s is none of: %(values)s")
                return sentence % {"what": self.thing(left), "values": values}
            sentence = _("%(what)s includes %(value)s")
            if isinstance(op, ast.NotIn):
                sentence = _("%(what)s does not include %(value)s")
            return sentence % {"what": self.thing(right), "value": self.value(left, right)}
        return _COMPARED[type(op)]() % {"what": self.thing(left), "value": self.value(right, left)}

    def thing(self, node: ast.expr) -> str:
        """What a condition asks about: an answer, a part of one, a sum of them, a fact of the municipality."""
        match node:
            case ast.Name(id=name):
                return quoted(self._label(name))
            case ast.Attribute(value=ast.Name(id="commune"), attr=fact):
                return _OF_THE_PLACE[fact]() if fact in _OF_THE_PLACE else fact
            case ast.Attribute(value=ast.Name(id=name), attr=column):
                return quoted(f"{self._label(name)} · {column}")
            case ast.Call(func=ast.Name(id=function), args=[argument]):
                return _AGGREGATES[function]() % {"what": self.thing(argument)}
            case ast.BinOp(left=left, op=op, right=right):
                return f"{self.thing(left)} {_SIGNS[type(op)]} {self.thing(right)}"
        return self.value(node, node)

    def value(self, node: ast.expr, beside: ast.expr) -> str:
        """A value as the reader of the answer `beside` it knows it: the label of a choice, a number with its unit."""
        match node:
            case ast.Constant(value=bool(held)):
                return _("yes") if held else _("no")
            case ast.Name(id="true"):
                return _("yes")
            case ast.Name(id="false"):
                return _("no")
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=number)):
                return self._counted(-number, beside)
            case ast.Constant(value=str(text)):
                return quoted(self._choice(text, beside))
            case ast.Constant(value=number):
                return self._counted(number, beside)
        return self.thing(node)

    def _question(self, node: ast.expr) -> Question | None:
        return self.questions.get(node.id) if isinstance(node, ast.Name) else None

    def _label(self, key: str) -> str:
        question = self.questions.get(key)
        return (question.label.read(self.language).words if question is not None else "") or key

    def _choice(self, value: str, beside: ast.expr) -> str:
        question = self._question(beside)
        for option in question.options if question is not None else ():
            if option.value == value:
                return option.label.read(self.language).words or value
        return value

    def _counted(self, number: Any, beside: ast.expr) -> str:
        question = self._question(beside)
        unit = question.params.get("unit") if question is not None else None
        exact = Decimal(str(number))
        return quantities.counted(exact, unit) if unit in quantities.UNITS else quantities.plain(exact)
