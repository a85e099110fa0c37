"""The words of documents: one data file a model under `wording/`, in Arabic and French, each with its source.

What the law fixes (the articles of a model) is national: nobody edits it in the portal. Visas are dated, since a model
cites texts that are replaced; the ones in force on the day of the act are printed. Which file speaks for an act is said
by the files themselves: the one that names its procedure, else the one of its kind that names none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

LANGUAGES: Final = ("ar", "fr")
FOLDER: Final = Path(__file__).parent / "wording"
_BOUND: Final = re.compile(r"(?<=[«°]) | (?=[;:?!»])|(?<=\barticle) (?=\d)")


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence or paragraph of a document; `zgh` only where a safe word is known. Placeholders are named."""

    ar: str
    fr: str
    zgh: str = ""

    def read(self, language: str) -> str:
        """The words in the language of the page."""
        words: str = getattr(self, language)
        return words


@dataclass(frozen=True, slots=True)
class Visa:
    """A text the act rests on, in force between two days (both included).

    `needs`: the value without which it is left out (a commission that did not sit is not cited). `each`: the list of
    values it is repeated for.
    """

    clause: Clause
    since: date | None
    until: date | None
    needs: str
    each: str
    source: str
    confidence: str

    def in_force(self, day: date) -> bool:
        """Whether the text is cited by an act of that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Model:
    """What acts of one kind say: heading, visas, the words before the articles, numbered articles.

    `procedures` empty: any of that kind.
    """

    act: str
    procedures: tuple[str, ...]
    heading: Clause
    visas: tuple[Visa, ...]
    decides: Clause
    articles: tuple[Clause, ...]
    source: str
    confidence: str


@cache
def models() -> tuple[Model, ...]:
    """Every model of an act, in the order of their files."""
    plain = (_read(path) for path in sorted(FOLDER.glob("*.yaml")))
    return tuple(_model(content) for content in plain if "act" in content)


def model_of(kind: str, procedure: str) -> Model:
    """The model of an act of `kind` for the procedure's code. Raises `LookupError` when none speaks for it."""
    of_kind = [model for model in models() if model.act == kind]
    own = [model for model in of_kind if procedure in model.procedures]
    common = [model for model in of_kind if not model.procedures]
    return (own or common)[0]


@cache
def words(name: str) -> Mapping[str, Clause]:
    """The words of the file `name` that is no model of an act: `common`, `receipt`, `fee_order`."""
    return {key: _clause(value) for key, value in _read(FOLDER / f"{name}.yaml").items()}


def say(key: str, language: str, *, of: str = "common", **values: object) -> str:
    """The words `key` of a file, filled with `values`."""
    return words(of)[key].read(language).format_map(values)


@cache
def counts() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The forms of counted things, by unit and language."""
    return _read(FOLDER / "counts.yaml")


def count(number: Decimal, unit: str, language: str) -> str:
    """`3 طوابق`, `11 طابقا`, `1,5 m`: a number with its unit as the language counts. Raises `KeyError` for a new unit."""
    forms = counts()[unit][language]
    plain = f"{number.normalize():f}".replace(".", ",")
    return forms[_form(number, language)].format(n=plain)


def _form(number: Decimal, language: str) -> int:
    if language == "fr":
        return 0 if abs(number) < 2 else 1
    if number != number.to_integral_value():
        return 5
    whole, last = int(number), int(number) % 100
    if whole in (1, 2):
        return whole - 1
    return 2 if 3 <= last <= 10 else 3 if 11 <= last <= 99 else 4


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _model(content: Mapping[str, Any]) -> Model:
    return Model(
        act=content["act"],
        procedures=tuple(content["procedures"]),
        heading=_clause(content["heading"]),
        visas=tuple(_visa(row) for row in content["visas"]),
        decides=_clause(content["decides"]) if "decides" in content else words("common")["decides"],
        articles=tuple(_clause(row) for row in content["articles"]),
        source=content["source"],
        confidence=content["confidence"],
    )


def _visa(row: Mapping[str, Any]) -> Visa:
    return Visa(
        clause=_clause(row),
        since=row.get("since"),
        until=row.get("until"),
        needs=row.get("needs", ""),
        each=row.get("each", ""),
        source=row["source"],
        confidence=row["confidence"],
    )


def _clause(row: Mapping[str, Any]) -> Clause:
    return Clause(ar=row["ar"], fr=_bound(row["fr"]), zgh=row.get("zgh", ""))


def _bound(french: str) -> str:
    """French typography: no line ends before a tall punctuation mark, nor after «, n° or "article"."""
    return _BOUND.sub("\u00a0", french)
