"""The one small language in which a procedure says "asked if", "applies when" and "exempt if".

`works == "roof" and area > 20`, `"facade" in parts`, `not connected`, `commune.urban`, `sum(levels.area) > 150`. It is read
with Python's parser and a closed list of nodes, and evaluated here only: nothing of Python's own can be reached. A name
without an answer is empty: comparisons with it are false, and it is itself false.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Invalid

if TYPE_CHECKING:
    from portal.territory.models import Commune

MAX_LENGTH: Final = 300
_MAX_DEPTH: Final = 40
_CONSTANTS: Final[Mapping[str, bool]] = {"true": True, "false": False}
_ORDER: Final[Mapping[type, Callable[[Any, Any], bool]]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}
_ARITHMETIC: Final[Mapping[type, Callable[[Decimal, Decimal], Decimal]]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
}
_AGGREGATES: Final[Mapping[str, Callable[[list[Decimal]], Decimal | None]]] = {
    "sum": lambda values: sum(values, Decimal(0)),
    "max": lambda values: max(values, default=None),
    "count": lambda values: Decimal(len(values)),
}
_PLACE_WORD: Final = "commune"
_PLACE_NAMES: Final = ("code", "urban", "population", "province", "region")


@dataclass(frozen=True, slots=True)
class Place:
    """What a rule may ask of the commune: HCP code, urban or rural, its province and region, inhabitants (if known)."""

    code: str
    urban: bool
    province_code: str
    region_code: str
    population: int | None

    @classmethod
    def of(cls, commune: Commune) -> Place:
        """The place of a row, without a query: HCP codes are `region.province.circle.commune`."""
        parts = commune.code.split(".")
        return cls(
            code=commune.code,
            urban=commune.is_urban,
            province_code=".".join(parts[:2]),
            region_code=parts[0],
            population=commune.population,
        )

    def value(self, name: str) -> Any:
        """What `commune.<name>` is in a condition."""
        return {
            "code": self.code,
            "urban": self.urban,
            "population": self.population,
            "province": self.province_code,
            "region": self.region_code,
        }[name]


@dataclass(frozen=True)
class Condition:
    """A parsed condition. `names` are the keys of the answers it reads."""

    source: str
    names: frozenset[str]
    tree: ast.expr | None

    def holds(self, answers: Mapping[str, Any], place: Place) -> bool:
        """Whether it is true of these answers (`key -> value`) in this place. The empty condition always holds."""
        return self.tree is None or bool(_evaluate(self.tree, answers, place))


@lru_cache(maxsize=2048)
def parse(source: str) -> Condition:
    """The condition written in `source`; the empty text is the condition that always holds.

    Raises `Invalid` (code `condition`) for anything outside the language, with the words at fault in `data["part"]`.
    """
    text = source.strip()
    if not text:
        return Condition("", frozenset(), None)
    if len(text) > MAX_LENGTH:
        raise _refusal(_("The condition is too long."), text[:40])
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refusal(_("The condition cannot be read."), text) from error
    names: set[str] = set()
    _check(tree, names, depth=0)
    return Condition(text, frozenset(names), tree)


def circle(dependencies: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The first names that depend on each other in a ring (`key -> keys its condition reads`); empty if there is none."""
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name in path:
            return path[path.index(name) :]
        if name in done:
            return ()
        for needed in dependencies.get(name, ()):
            ring = walk(needed, (*path, name))
            if ring:
                return ring
        done.add(name)
        return ()

    for start in dependencies:
        ring = walk(start, ())
        if ring:
            return ring
    return ()


def _refusal(sentence: Any, part: str) -> Invalid:
    return Invalid(sentence, code="condition", part=part)


def _check(node: ast.AST, names: set[str], *, depth: int) -> None:
    """Refuse every node outside the closed list; collect the names of answers."""
    if depth > _MAX_DEPTH:
        raise _refusal(_("The condition is nested too deeply."), "")
    children: list[ast.AST]
    match node:
        case ast.BoolOp(values=parts):
            children = list(parts)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            children = [operand]
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            children = [left, right]
        case ast.Compare(left=left, ops=ops, comparators=others) if not any(
            isinstance(op, ast.Is | ast.IsNot) for op in ops
        ):
            children = [left, *others]
        case ast.Call(func=ast.Name(id=function), args=[argument], keywords=[]) if function in _AGGREGATES:
            if not isinstance(argument, ast.Name | ast.Attribute):
                raise _refusal(_("Only a list of answers can be added up or counted."), ast.unparse(node))
            children = [argument]
        case _:
            _check_leaf(node, names)
            return
    for child in children:
        _check(child, names, depth=depth + 1)


def _check_leaf(node: ast.AST, names: set[str]) -> None:
    """A constant, a list of constants, an answer, a column of an answer, or a fact of the commune."""
    match node:
        case ast.Constant(value=str() | bool() | int() | float()):
            return
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return
        case ast.Tuple(elts=items) | ast.List(elts=items) if all(isinstance(item, ast.Constant) for item in items):
            return
        case ast.Attribute(value=ast.Name(id=owner), attr=fact) if owner == _PLACE_WORD:
            if fact not in _PLACE_NAMES:
                raise _refusal(_("Nothing of that name is known of a commune."), ast.unparse(node))
        case ast.Attribute(value=ast.Name(id=name), attr=column) if not (
            name.startswith("_") or column.startswith("_")
        ):
            names.add(name)
        case ast.Name(id=name) if not name.startswith("_") and name != _PLACE_WORD:
            if name not in _CONSTANTS:
                names.add(name)
        case _:
            raise _refusal(_("The condition uses a word that is not part of its language."), ast.unparse(node))


def _evaluate(node: ast.expr, answers: Mapping[str, Any], place: Place) -> Any:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(bool(_evaluate(part, answers, place)) for part in parts)
        case ast.BoolOp(values=parts):
            return any(bool(_evaluate(part, answers, place)) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _evaluate(operand, answers, place)
        case ast.UnaryOp(operand=operand):
            return -_evaluate(operand, answers, place)
        case ast.BinOp(left=left, op=op, right=right):
            first, second = (_number(_evaluate(side, answers, place)) for side in (left, right))
            return None if first is None or second is None else _ARITHMETIC[type(op)](first, second)
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _compare(left, ops, others, answers, place)
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return [_evaluate(item, answers, place) for item in items]
        case ast.Call(func=ast.Name(id=function), args=[argument]):
            return _aggregate(function, _evaluate(argument, answers, place))
        case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
            return place.value(attribute) if owner == _PLACE_WORD else _column(answers.get(owner), attribute)
        case ast.Name(id=name):
            return _CONSTANTS[name] if name in _CONSTANTS else answers.get(name)
        case ast.Constant(value=value):
            return value
    raise AssertionError(f"unchecked node {node!r}")


def _compare(
    left: ast.expr, ops: list[ast.cmpop], others: list[ast.expr], answers: Mapping[str, Any], place: Place
) -> bool:
    value = _evaluate(left, answers, place)
    for op, other in zip(ops, others, strict=True):
        following = _evaluate(other, answers, place)
        if not _compare_two(op, value, following):
            return False
        value = following
    return True


def _compare_two(op: ast.cmpop, first: Any, second: Any) -> bool:
    if _empty(first) or _empty(second):
        return False
    if isinstance(op, ast.In | ast.NotIn):
        held = second if isinstance(second, list | tuple) else [second]
        found = any(_same(first, item) for item in held)
        return found if isinstance(op, ast.In) else not found
    if isinstance(op, ast.Eq | ast.NotEq):
        return _same(first, second) is isinstance(op, ast.Eq)
    a, b = _number(first), _number(second)
    if a is None or b is None:
        # Dates are ISO texts, whose order is the calendar's.
        return isinstance(first, str) and isinstance(second, str) and _ORDER[type(op)](first, second)
    return _ORDER[type(op)](a, b)


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _same(first: Any, second: Any) -> bool:
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    if isinstance(first, str) and isinstance(second, str):
        return first == second
    a, b = _number(first), _number(second)
    return a == b if a is not None and b is not None else bool(first == second)


def _number(value: Any) -> Decimal | None:
    """`value` as a number, or `None` if it is none; answers keep decimals as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).replace(",", ".").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _column(rows: Any, name: str) -> list[Any] | None:
    """The values of one column of a table answer (`[{"area": 80}, ...]`), or of one part of a grouped answer."""
    if isinstance(rows, Mapping):
        return rows.get(name)
    if not isinstance(rows, list | tuple):
        return None
    return [row.get(name) for row in rows if isinstance(row, Mapping)]


def _aggregate(function: str, value: Any) -> Decimal | None:
    if _empty(value):
        return None
    values = value if isinstance(value, list | tuple) else [value]
    if function == "count":
        return Decimal(sum(1 for item in values if not _empty(item)))
    return _AGGREGATES[function]([number for number in map(_number, values) if number is not None])
