"""Three-way merge of plain values: what a file brings, what it brought last time, what an editor made of it since.

What the editor changed stays; what the file changed and the editor did not is taken. Lists of rows are merged row by row,
by their `code`, `key`, `value`, `name` or `when`. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_IDENTITIES: Final = ("code", "key", "value", "name", "when")
_ABSENT: Final = object()
_Plain = Mapping[str, Any]
_Rows = list[Any]


@dataclass(frozen=True)
class Merge:
    """`taken` and `kept` name the places (`documents/request/label`) taken from the file and left to the editor."""

    value: Any
    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def merge(*, base: Any, current: Any, incoming: Any) -> Merge:
    """Merge `incoming` (the file) into `current` (the row), where `base` is what the file said last time."""
    result = Merge(None)
    return Merge(_merge(base, current, incoming, "", result), result.taken, result.kept)


def _merge(base: Any, current: Any, incoming: Any, place: str, result: Merge) -> Any:
    if current == incoming:
        return current
    if isinstance(current, Mapping) and isinstance(incoming, Mapping):
        return _merge_mappings(base if isinstance(base, Mapping) else {}, current, incoming, place, result)
    if _are_rows(current) and _are_rows(incoming):
        return _merge_rows(base if _are_rows(base) else [], current, incoming, place, result)
    # What no file said yet and no editor filled in: a column that is younger than the last loading.
    unsaid = base is _ABSENT and (current is _ABSENT or not current)
    if unsaid or current == base:
        result.taken.append(place)
        return incoming
    if incoming != base:
        result.kept.append(place)
    return current


def _merge_mappings(base: _Plain, current: _Plain, incoming: _Plain, place: str, result: Merge) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for name in [*incoming, *(name for name in current if name not in incoming)]:
        inner = f"{place}/{name}".lstrip("/")
        before, now, brought = (side.get(name, _ABSENT) for side in (base, current, incoming))
        value = _merge(before, now, brought, inner, result)
        if value is not _ABSENT:
            merged[name] = value
    return merged


def _merge_rows(base: _Rows, current: _Rows, incoming: _Rows, place: str, result: Merge) -> list[Any]:
    """The file's order, then the rows only the editor has."""
    by_base, by_current, by_incoming = (_by_identity(rows) for rows in (base, current, incoming))
    merged = _merge_mappings(by_base, by_current, by_incoming, place, result)
    same_order = [name for name in by_current if name in merged] == [name for name in by_incoming if name in merged]
    if not same_order and list(by_base) == list(by_incoming):
        # The file's order did not change, so the editor's stands.
        ordered = [name for name in by_current if name in merged]
        return [merged[name] for name in [*ordered, *(name for name in merged if name not in by_current)]]
    return list(merged.values())


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) and _identity_name(row) for row in value)


def _identity_name(row: _Plain) -> str:
    return next((name for name in _IDENTITIES if name in row), "")


def _by_identity(rows: _Rows) -> dict[str, Any]:
    """Rows by their identity; a second row of the same identity is told apart by its number."""
    found: dict[str, Any] = {}
    for row in rows:
        name = str(row[_identity_name(row)])
        while name in found:
            name += "+"
        found[name] = row
    return found
