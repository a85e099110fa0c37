"""The files of words (`words/*.yaml`): what people type, by what it leads to. Their shape:

    source: where the words come from
    procedures: {U1: {ar: [...], ary: [...], fr: [...], zgh: [...]}}
    answers: [{code, kind, title, text, link, lists_families, procedures: [{code, when}], source, confidence, words}]

`ary` is Darija, in Arabic or Latin letters. A file that says anything unknown is refused, so that nothing vanishes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Invalid
from procedures.snapshot import Text

FOLDER: Final = Path(__file__).parent / "words"
LANGUAGES: Final = ("ar", "ary", "fr", "zgh")
KINDS: Final = ("question", "note", "page", "part", "families", "elsewhere")
_KEYS: Final = frozenset({"source", "procedures", "answers"})
_ANSWER_KEYS: Final = frozenset(
    {"code", "kind", "title", "text", "link", "lists_families", "procedures", "source", "confidence", "words"}
)


@dataclass(frozen=True, slots=True)
class FileCandidate:
    """A procedure that an answer leads to; `when` is the person's answer that leads there."""

    code: str
    when: Text


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What is told before any procedure; `kind` is one of `KINDS`."""

    code: str
    kind: str
    title: Text
    text: Text
    link: str
    lists_families: bool
    candidates: tuple[FileCandidate, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class FileWord:
    """A phrase and what it leads to: the code of a procedure or of an answer, the other empty."""

    phrase: str
    language: str
    procedure: str
    answer: str
    source: str


@dataclass(frozen=True, slots=True)
class WordFiles:
    """Everything the files say."""

    answers: tuple[FileAnswer, ...]
    words: tuple[FileWord, ...]


def read_folder(folder: Path = FOLDER) -> WordFiles:
    """All files of `folder`. Raises `Invalid` (`search_words`) with the file and the reason."""
    answers: dict[str, FileAnswer] = {}
    words: dict[tuple[str, str, str, str], FileWord] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            plain = yaml.safe_load(path.read_text(encoding="utf-8"))
            _require(
                isinstance(plain, dict) and plain.keys() <= _KEYS and plain.get("source"), "unknown keys, or no source"
            )
            for answer in map(_answer, plain.get("answers") or ()):
                _require(answer.code not in answers, f"answer {answer.code} stands twice")
                answers[answer.code] = answer
            for word in _words(plain):
                words.setdefault((word.phrase, word.language, word.procedure, word.answer), word)
        except (yaml.YAMLError, TypeError, KeyError, AttributeError, ValueError) as error:
            raise Invalid(
                _("The file of search words %(file)s cannot be loaded: %(reason)s.")
                % {"file": path.name, "reason": str(error)},
                code="search_words",
                file=path.name,
            ) from error
    return WordFiles(tuple(answers.values()), tuple(words.values()))


def _answer(plain: dict[str, Any]) -> FileAnswer:
    _require(plain.keys() <= _ANSWER_KEYS, f"unknown keys in {plain.get('code')}")
    _require(plain["kind"] in KINDS, f"kind of {plain['code']}")
    title = Text(**plain["title"])
    _require(bool(title.ar and title.fr), f"title of {plain['code']} in Arabic and in French")
    return FileAnswer(
        code=plain["code"],
        kind=plain["kind"],
        title=title,
        text=Text(**plain.get("text", {})),
        link=plain.get("link", ""),
        lists_families=bool(plain.get("lists_families", False)),
        candidates=tuple(
            FileCandidate(each["code"], Text(**each.get("when", {}))) for each in plain.get("procedures", ())
        ),
        source=plain["source"],
        confidence=plain["confidence"],
    )


def _words(plain: dict[str, Any]) -> Iterator[FileWord]:
    source = plain["source"]
    for code, words in (plain.get("procedures") or {}).items():
        for language, phrase in _phrases(words):
            yield FileWord(phrase, language, code, "", source)
    for answer in plain.get("answers") or ():
        for language, phrase in _phrases(answer.get("words") or {}):
            yield FileWord(phrase, language, "", answer["code"], source)


def _phrases(words: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for language, phrases in words.items():
        _require(language in LANGUAGES, f"language {language}")
        for phrase in phrases:
            _require(isinstance(phrase, str) and bool(phrase.strip()), f"{phrase!r} is no phrase")
            yield language, " ".join(phrase.split())


def _require(holds: object, reason: str) -> None:
    if not holds:
        raise ValueError(reason)
