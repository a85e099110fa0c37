"""Bring the files of words into the rows of the search. Safe to run again.

What a file changed is taken; what an editor changed, took out of use or wrote stays, and is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ..models import SearchAnswer, SearchCandidate, SearchWord
from .word_files import FileAnswer, FileWord, WordFiles


@dataclass
class LoadReport:
    """Answers and phrases created, changed, dropped (the file no longer has them) and left as an editor has them."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def did_nothing(self) -> bool:
        return not (self.created or self.changed or self.dropped)


@transaction.atomic
def load(files: WordFiles) -> LoadReport:
    """Load everything the files say; the report says what changed."""
    report = LoadReport()
    rows = {row.code: row for row in SearchAnswer.objects.prefetch_related("candidates")}
    for answer in files.answers:
        _load_answer(answer, rows.pop(answer.code, None), report)
    gone = [row for row in rows.values() if row.loaded is not None]
    _load_words(files.words, report)
    for row in gone:
        if _plain_of_row(row) == row.loaded and not row.words.exists():
            row.delete()
            report.dropped.append(row.code)
        else:
            report.kept.append(row.code)
    return report


def mark_of(word: FileWord) -> str:
    """What the row of a file's word remembers of it."""
    return f"{word.procedure or word.answer}/{word.language}/{word.phrase}"


def _mark_of_row(row: SearchWord, answers: Mapping[int, str]) -> str:
    goal = row.procedure or answers[row.answer_id or 0]
    return f"{goal}/{row.language}/{row.phrase}"


def _load_words(words: tuple[FileWord, ...], report: LoadReport) -> None:
    answers = dict(SearchAnswer.objects.values_list("pk", "code"))
    ids = {code: pk for pk, code in answers.items()}
    rows = list(SearchWord.objects.all())
    marked = {row.loaded_as: row for row in rows if row.loaded_as}
    present = {_mark_of_row(row, answers) for row in rows}
    new = []
    for word in words:
        row = marked.pop(mark_of(word), None)
        if row is not None:
            if _mark_of_row(row, answers) != row.loaded_as or not row.in_use:
                report.kept.append(row.loaded_as)
        elif mark_of(word) not in present:
            new.append(
                SearchWord(
                    phrase=word.phrase,
                    language=word.language,
                    procedure=word.procedure,
                    answer_id=ids[word.answer] if word.answer else None,
                    source=word.source,
                    loaded_as=mark_of(word),
                )
            )
    SearchWord.objects.bulk_create(new, batch_size=500)
    report.created += [row.loaded_as for row in new]
    for mark, row in marked.items():
        if _mark_of_row(row, answers) == mark and row.in_use:
            row.delete()
            report.dropped.append(mark)
        else:
            report.kept.append(mark)


def _load_answer(answer: FileAnswer, row: SearchAnswer | None, report: LoadReport) -> None:
    incoming = _plain_of_file(answer)
    if row is not None:
        if row.loaded == incoming:
            if _plain_of_row(row) != incoming:
                report.kept.append(answer.code)
            return
        if row.loaded is None or _plain_of_row(row) != row.loaded:
            report.kept.append(answer.code)
            return
    created = row is None
    row = row or SearchAnswer(code=answer.code)
    columns = {name: value for name, value in incoming.items() if name != "candidates"}
    for name, value in columns.items():
        setattr(row, name, value)
    row.loaded = incoming
    row.candidates = [
        SearchCandidate(sort_order=position, **candidate) for position, candidate in enumerate(incoming["candidates"])
    ]
    row.full_clean()
    row.save()
    (report.created if created else report.changed).append(answer.code)


def _plain_of_file(answer: FileAnswer) -> dict[str, Any]:
    return {
        "kind": answer.kind,
        **{f"title_{language}": getattr(answer.title, language) or "" for language in ("ar", "fr", "zgh")},
        **{f"text_{language}": getattr(answer.text, language) or "" for language in ("ar", "fr", "zgh")},
        "link": answer.link,
        "lists_families": answer.lists_families,
        "source": answer.source,
        "confidence": answer.confidence,
        "candidates": [
            {
                "procedure": each.code,
                **{f"when_{language}": getattr(each.when, language) or "" for language in ("ar", "fr", "zgh")},
            }
            for each in answer.candidates
        ],
    }


def _plain_of_row(row: SearchAnswer) -> dict[str, Any]:
    names = ("procedure", "when_ar", "when_fr", "when_zgh")
    plain = {
        name: getattr(row, name)
        for name in (
            *("kind", "title_ar", "title_fr", "title_zgh", "text_ar", "text_fr", "text_zgh"),
            *("link", "lists_families", "source", "confidence"),
        )
    }
    return {**plain, "candidates": [{name: getattr(each, name) for name in names} for each in row.candidates.all()]}
