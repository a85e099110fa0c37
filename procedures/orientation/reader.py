"""The file format of the trees: `trees/<need>.yaml`, and `trees/common.yaml` for what several of them say.

A tree has the shape of `tree.Tree`, with ways to say a thing once: `origin` may be a name of `origins`, a note or an outcome
a name of `notes` or `outcomes`; a basis is `{law, articles}` with `law` a name of `laws`; a question may be `like` one of
`questions`, and then only says where its answers lead (`to: {answer: key or branches}`; answers left out are not offered).
A choice or a number that leads one way has `to`, `because` and `origin` itself. For authors: `docs/orientation.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Invalid

from ..models.choices import Confidence
from ..snapshot import LANGUAGES, Sourced, Text
from . import checks
from .tree import Basis, Branch, Choice, DatedValue, Handed, Note, Outcome, Question, Tree

FOLDER: Final = Path(__file__).parent / "trees"
_COMMON: Final = "common"
_COMMON_KEYS: Final = frozenset({"origins", "laws", "values", "notes", "questions", "outcomes"})
_BRANCH: Final = frozenset({"to", "because", "origin"})
_NAMES_OF_QUESTION: Final = frozenset({"like", "to", "key", "title", "help"})


class Wrong(ValueError):
    """What is wrong in a file, in words for its author."""


@cache
def trees() -> Mapping[str, Tree]:
    """The trees of the portal by their need, in their order; read once a process."""
    return {tree.need: tree for tree in read_folder(FOLDER)}


def read_folder(folder: Path) -> list[Tree]:
    """Every tree of `folder` in their order. Raises `Invalid` (code `orientation`) with the file and the reason."""
    common_path = folder / f"{_COMMON}.yaml"
    common = _mapping_in(common_path)
    for key in common.keys() - _COMMON_KEYS:
        raise _refusal(common_path, f"no {key!r} here")
    paths = [path for path in sorted(folder.glob("*.yaml")) if path != common_path]
    return sorted((_read(path, common) for path in paths), key=lambda tree: (tree.order, tree.need))


def _read(path: Path, common: Mapping[str, Any]) -> Tree:
    plain = _mapping_in(path)
    try:
        tree = _Builder(common).tree({"need": path.stem, **plain})
        for problem in checks.problems(tree):
            raise Wrong(problem)
    except (Wrong, TypeError, KeyError, Invalid) as error:
        raise _refusal(path, str(error)) from error
    return tree


def _mapping_in(path: Path) -> dict[str, Any]:
    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise _refusal(path, str(error)) from error
    if not isinstance(plain, dict):
        raise _refusal(path, "a mapping was expected")
    return plain


def _refusal(path: Path, reason: str) -> Invalid:
    return Invalid(
        _("The orientation file %(file)s cannot be read: %(reason)s.") % {"file": path.name, "reason": reason},
        code="orientation",
        file=path.name,
        reason=reason,
    )


class _Builder:
    """Plain values into the values of `tree`, with what `common.yaml` says once."""

    def __init__(self, common: Mapping[str, Any]) -> None:
        self.common = common

    def tree(self, plain: dict[str, Any]) -> Tree:
        values = {**self.common.get("values", {}), **(plain.pop("values", None) or {})}
        return _make(
            Tree,
            plain,
            "",
            title=self.text(plain.pop("title", None), "title"),
            text=self.text(plain.pop("text", None), "text"),
            questions=tuple(self.question(each) for each in plain.pop("questions", ())),
            outcomes=tuple(self.outcome(each) for each in plain.pop("outcomes", ())),
            values={name: tuple(self.value(row, name) for row in rows) for name, rows in values.items()},
        )

    def value(self, plain: Mapping[str, Any], where: str) -> DatedValue:
        given = dict(plain)
        value = given.pop("value", None)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = Decimal(str(value))
        if not isinstance(value, Decimal | str) or value == "":
            raise Wrong(f"values.{where}: a number or a word")
        for name in ("since", "until"):
            if name in given and not isinstance(given[name], date):
                raise Wrong(f"values.{where}.{name}: a date (2023-07-13)")
        return _make(DatedValue, given, where, value=value, origin=self.origin(given.pop("origin", None), where))

    def question(self, plain: Mapping[str, Any]) -> Question:
        given = dict(plain)
        where = str(given.get("key") or given.get("like"))
        if "like" in given:
            given = self._likened(given)
        choices = tuple(self.choice(each, where) for each in given.pop("choices", ()))
        limits = {name: _number(given.pop(name), f"{where}.{name}") for name in ("least", "most") if name in given}
        return _make(
            Question,
            given,
            where,
            title=self.text(given.pop("title", None), f"{where}.title"),
            help=self.text(given.pop("help", None), f"{where}.help"),
            choices=choices,
            branches=self._ways(given, where),
            **limits,
        )

    def _likened(self, given: dict[str, Any]) -> dict[str, Any]:
        """A question of `common.yaml` with its ways in this tree."""
        for name in given.keys() - _NAMES_OF_QUESTION:
            raise Wrong(f"a question like another has no {name!r}")
        name, ways = given.pop("like"), given.pop("to", None)
        found = {"key": name, **self._common("questions", name), **given}
        if "choices" not in found:
            return found | _to(ways)
        if not isinstance(ways, Mapping):
            raise Wrong(f"{name}.to: the way of each answer")
        for value in ways.keys() - {choice["value"] for choice in found["choices"]}:
            raise Wrong(f"{name}: no answer {value!r}")
        found["choices"] = [
            _joined(choice, ways[choice["value"]]) for choice in found["choices"] if choice["value"] in ways
        ]
        return found

    def choice(self, plain: Mapping[str, Any], where: str) -> Choice:
        given = dict(plain)
        where = f"{where}.{given.get('value')}"
        return _make(
            Choice,
            given,
            where,
            label=self.text(given.pop("label", None), f"{where}.label"),
            text=self.text(given.pop("text", None), f"{where}.text"),
            branches=self._ways(given, where),
        )

    def _ways(self, given: dict[str, Any], where: str) -> tuple[Branch, ...]:
        """`branches`, or the one way that stands beside the answer itself."""
        own = {name: given.pop(name) for name in _BRANCH if name in given}
        branches = given.pop("branches", None)
        if branches is None:
            return (self.branch(own, where),) if "to" in own else ()
        # What is said once of all the ways of an answer.
        shared = {name: own[name] for name in ("because", "origin") if name in own}
        return tuple(self.branch({**shared, **each}, where) for each in branches)

    def branch(self, plain: Mapping[str, Any], where: str) -> Branch:
        given = dict(plain)
        origin = given.pop("origin", None)
        return _make(
            Branch,
            given,
            where,
            because=self.text(given.pop("because", None), f"{where}.because"),
            origin=self.origin(origin, where) if origin is not None else None,
        )

    def outcome(self, plain: Any) -> Outcome:
        if isinstance(plain, str):
            plain = {"key": plain, **self._common("outcomes", plain)}
        given = dict(plain)
        where = str(given.get("key"))
        texts = {name: self.text(given.pop(name, None), f"{where}.{name}") for name in _texts_of(Outcome)}
        return _make(
            Outcome,
            given,
            where,
            origin=self.origin(given.pop("origin", None), where),
            answers=tuple(_make(Handed, dict(each), where) for each in given.pop("answers", ())),
            notes=tuple(self.note(each, where) for each in given.pop("notes", ())),
            bases=tuple(self.basis(each, where) for each in given.pop("bases", ())),
            **texts,
        )

    def note(self, plain: Any, where: str) -> Note:
        given = dict(self._common("notes", plain) if isinstance(plain, str) else plain)
        return _make(
            Note,
            given,
            where,
            text=self.text(given.pop("text", None), f"{where}.text"),
            origin=self.origin(given.pop("origin", None), where),
        )

    def basis(self, plain: Mapping[str, Any], where: str) -> Basis:
        given = dict(plain)
        law = self._common("laws", given.pop("law", None))
        return _make(
            Basis,
            given,
            where,
            title=self.text(law.get("title"), f"{where}.title"),
            articles=self.text(given.pop("articles", None), f"{where}.articles"),
            origin=self.origin(law.get("origin"), where),
        )

    def origin(self, plain: Any, where: str) -> Sourced:
        if isinstance(plain, str):
            plain = self._common("origins", plain)
        if (
            not isinstance(plain, Mapping)
            or not plain.get("source")
            or plain.get("confidence") not in Confidence.values
        ):
            raise Wrong(f"{where}.origin: a source and a confidence ({', '.join(Confidence.values)})")
        return _make(Sourced, dict(plain), where)

    def _common(self, kind: str, name: Any) -> Mapping[str, Any]:
        found = self.common.get(kind, {}).get(name)
        if not isinstance(found, Mapping):
            raise Wrong(f"common.yaml has no {name!r} among its {kind}")
        return found

    def text(self, plain: Any, where: str) -> Text:
        """The words; what is said at all is said in Arabic and in French. A gap in Amazigh stays one."""
        if plain is None:
            return Text()
        if not isinstance(plain, Mapping) or plain.keys() - set(LANGUAGES):
            raise Wrong(f"{where}: words by language (fr: …, ar: …)")
        for language in LANGUAGES:
            words = plain.get(language)
            if (words is None and language != "zgh") or (
                words is not None and (not isinstance(words, str) or not words.strip())
            ):
                raise Wrong(f"{where}.{language}: words are missing")
        return Text(**plain)


def _joined(choice: Mapping[str, Any], way: Any) -> dict[str, Any]:
    """A choice of `common.yaml` with its way in one tree; what the tree says of the reason stands instead of the common one."""
    return {**choice, **_to(way)}


def _to(way: Any) -> dict[str, Any]:
    """A way written as a key, as branches, or with a reason of its own."""
    if isinstance(way, str):
        return {"to": way}
    if isinstance(way, list):
        return {"branches": way}
    if isinstance(way, Mapping):
        return dict(way)
    raise Wrong("a way: a key, or branches")


def _texts_of(kind: type) -> list[str]:
    return [each.name for each in fields(kind) if each.type == "Text"]


def _number(value: Any, where: str) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise Wrong(f"{where}: a number") from None


def _make(kind: type, plain: dict[str, Any], place: str, /, **built: Any) -> Any:
    """`kind` from what is left of `plain` and what is built already; an unknown key is refused, never dropped."""
    known = {each.name: each.type for each in fields(kind)}
    for name, value in plain.items():
        if name in built:
            continue
        if name not in known:
            raise Wrong(f"{place}: no {name!r} here")
        if known[name] == "str" and not isinstance(value, str):
            raise Wrong(f"{place}.{name}: a word was expected, found {value!r}")
    return kind(**{**plain, **built})
