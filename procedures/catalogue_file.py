"""The file format of the catalogue: one YAML file a procedure, the shape of `Snapshot` plus its address and dates.

Every rule carries `origin` with a source and a confidence: a rule without a source is not law. Words stand in three
languages side by side; a missing translation is left out, never copied from another language. Rich texts have as many
paragraphs in each language. Described for authors in `docs/catalogue.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.translation import gettext_lazy as _
from wagtail_localize.strings import extract_strings

from portal.kernel.errors import Invalid

from .models.choices import Confidence
from .models.procedure import RICH_WORDS
from .snapshot import FORMAT, LANGUAGES, Snapshot, Sourced, Text

_OWN_KEYS: Final = ("slug", "source_language", "in_force_from")
_DECIMALS: Final = ("floor", "ceiling")


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """One procedure as a file gives it. `in_force_from`: first day of the law as written (`None`: the day it is loaded)."""

    path: Path
    slug: str
    source_language: str
    in_force_from: date | None
    snapshot: Snapshot


def read(path: Path) -> CatalogueFile:
    """The procedure in `path`.

    Raises `Invalid` (code `catalogue`) with the file and the reason, for anything unknown, missing, of the wrong type or
    without a source.
    """
    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _refusal(path, str(error)) from error
    if not isinstance(plain, dict):
        raise _refusal(path, "a mapping was expected")
    own = {name: plain.pop(name, None) for name in _OWN_KEYS}
    try:
        snapshot = Snapshot.from_json({"format": FORMAT, **_with_text_decimals(plain)})
    except (TypeError, ValueError) as error:
        raise _refusal(path, str(error)) from error
    for problem in _problems(snapshot, "", own):
        raise _refusal(path, problem)
    return CatalogueFile(
        path=path,
        slug=own["slug"],
        source_language=own["source_language"] or "fr",
        in_force_from=own["in_force_from"],
        snapshot=snapshot,
    )


def read_folder(folder: Path) -> list[CatalogueFile]:
    """Every `*.yaml` of `folder`, in the order of their names. Raises `Invalid` if two give one code or one slug."""
    files = [read(path) for path in sorted(folder.glob("*.yaml"))]
    for what in ("code", "slug"):
        seen: dict[str, Path] = {}
        for file in files:
            value = file.snapshot.code if what == "code" else file.slug
            if value in seen:
                raise _refusal(file.path, f"{what} {value!r} is already that of {seen[value].name}")
            seen[value] = file.path
    return files


def _refusal(path: Path, reason: str) -> Invalid:
    return Invalid(
        _("The catalogue file %(file)s cannot be loaded: %(reason)s.") % {"file": path.name, "reason": reason},
        code="catalogue",
        file=path.name,
        reason=reason,
    )


def _with_text_decimals(plain: dict[str, Any]) -> dict[str, Any]:
    """Amounts may be written as numbers; they are kept as text, since a float is no amount of money."""
    for fee in plain.get("fees") or ():
        for name in _DECIMALS:
            if isinstance(fee, dict) and isinstance(fee.get(name), int | float):
                fee[name] = str(fee[name])
    return plain


def _problems(snapshot: Snapshot, where: str, own: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(own["slug"], str) or not own["slug"].isascii():
        yield "slug: an ASCII address word is required"
    if own["source_language"] not in (None, *LANGUAGES):
        yield "source_language: ar, fr or zgh"
    if own["in_force_from"] is not None and not isinstance(own["in_force_from"], date):
        yield "in_force_from: a date (2023-07-13)"
    yield from _walk(snapshot, where)
    yield from _uneven_texts(snapshot)
    source = own["source_language"] or "fr"
    if not getattr(snapshot.prose.title, source):
        yield f"prose.title: the {source} words are required"


def _walk(value: Any, where: str) -> Iterator[str]:
    """Texts are texts in known types, and every `origin` has a source and a known confidence."""
    if isinstance(value, Text):
        yield from _text_problems(value, where)
    elif isinstance(value, Sourced):
        if not value.source:
            yield f"{where}.source: where the rule comes from is required"
        if value.confidence not in Confidence.values:
            yield f"{where}.confidence: {', '.join(Confidence.values)}"
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, f"{where}[{index}]")
    elif is_dataclass(value):
        for part in fields(value):
            yield from _part_problems(part.type, getattr(value, part.name), f"{where}.{part.name}".lstrip("."))


def _uneven_texts(snapshot: Snapshot) -> Iterator[str]:
    """A rich text is translated paragraph by paragraph, so every language must have as many."""
    for name in RICH_WORDS:
        text = getattr(snapshot.prose, name)
        counts = {
            language: len(extract_strings(words)[1]) for language in LANGUAGES if (words := getattr(text, language))
        }
        if len(set(counts.values())) > 1:
            yield f"prose.{name}: the languages have different numbers of paragraphs ({counts})"


def _text_problems(text: Text, where: str) -> Iterator[str]:
    for language in LANGUAGES:
        words = getattr(text, language)
        if words is not None and (not isinstance(words, str) or not words.strip()):
            yield f"{where}.{language}: words, or nothing at all"


def _part_problems(declared: Any, value: Any, where: str) -> Iterator[str]:
    if declared == "Text" and not isinstance(value, Text):
        yield f"{where}: words by language (fr: …, ar: …)"
    elif declared == "str" and not isinstance(value, str):
        yield f"{where}: a text was expected, found {value!r}"
    else:
        yield from _walk(value, where)
