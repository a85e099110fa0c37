"""Which sentences the code shows, found without gettext's tools: Python through its syntax tree, templates through Django.

A sentence is found only where it is written as a literal: `_("…")` and its kin, `{% translate %}`, `{% blocktranslate %}`.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

PACKAGES = ("portal", "home", "procedures", "forms", "tracking")
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
MARKERS = SINGULAR | PLURAL | CONTEXT | CONTEXT_PLURAL
_CALL = re.compile(r"\b(?:_|n?p?gettext)\((?=[\"'u])")
_TEMPLATES = (".html", ".txt", ".svg")


class Message(NamedTuple):
    """One translatable sentence: `plural` and `context` are empty where there is none."""

    text: str
    plural: str = ""
    context: str = ""


class NotLiteral(Exception):
    """A translation function was given something else than literal strings, which nobody could translate."""


def collect(root: Path) -> dict[Message, list[str]]:
    """Every sentence of the code under `root`, with the files (relative, sorted) that show it."""
    found: defaultdict[Message, set[str]] = defaultdict(set)
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix == ".py" or (path.suffix in _TEMPLATES and "templates" in path.parts):
                if "migrations" in path.parts:
                    continue
                name = path.relative_to(root).as_posix()
                read = in_python if path.suffix == ".py" else in_template
                for message in read(path.read_text(encoding="utf-8"), name):
                    found[message].add(name)
    return {message: sorted(files) for message, files in found.items()}


def in_python(source: str, name: str) -> Iterator[Message]:
    """The sentences of one Python module. Raises `NotLiteral` with the place of a call that cannot be translated."""
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in MARKERS:
                yield _message(called, node, f"{name}:{node.lineno}")


def in_template(source: str, name: str) -> Iterator[Message]:
    """The sentences of one template, as Django's own extraction sees them."""
    code = templatize(source, origin=name)
    for match in _CALL.finditer(code):
        call = ast.parse(_balanced(code[match.start() :]), mode="eval").body
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Name)
        yield _message(call.func.id, call, name)


def _message(called: str, call: ast.Call, place: str) -> Message:
    wanted = 1 + (called in PLURAL | CONTEXT) + 2 * (called in CONTEXT_PLURAL)
    words = [
        node.value for node in call.args[:wanted] if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    if len(words) != wanted:
        raise NotLiteral(f"{place}: {called}() needs literal strings")
    if called in SINGULAR:
        return Message(words[0])
    if called in PLURAL:
        return Message(words[0], plural=words[1])
    if called in CONTEXT:
        return Message(words[1], context=words[0])
    return Message(words[1], plural=words[2], context=words[0])


def _balanced(code: str) -> str:
    """The call at the start of `code`, up to the parenthesis that closes it."""
    quote, depth, escaped = "", 0, False
    for at, character in enumerate(code):
        if quote:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                return code[: at + 1]
    raise NotLiteral(f"a translation call is not closed: {code[:60]}")
