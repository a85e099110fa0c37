"""Find a procedure or a commune by the words a person types, in any of the languages and any usual spelling.

Reads the catalogue in force and the territory, never the CMS index: a country has a hundred thousand pages that all say
the same. Words are compared in the one normalised form of `portal.kernel.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

from portal.kernel.text import normalise
from portal.territory.models import Commune
from procedures.models import ProcedureKey
from procedures.snapshot import LANGUAGES, Snapshot

from .places import snapshots_in_force

MAX_RESULTS: Final = 20
MAX_LENGTH: Final = 120
_NAMES_KEY: Final = "home.search.communes"
_NAMES_SECONDS: Final = 600


@dataclass(frozen=True, slots=True)
class FoundProcedure:
    """A procedure that answers the words; `slug` is its address word under a municipality."""

    snapshot: Snapshot
    slug: str


def find_procedures(words: str) -> list[FoundProcedure]:
    """The procedures in force whose titles or summaries answer `words`, best first; all of them for no words."""
    if words.strip() and not normalise(words):
        return []
    slugs = dict(ProcedureKey.objects.values_list("pk", "slug"))
    found = []
    for key, snapshot in snapshots_in_force().items():
        score = _procedure_score(snapshot, words)
        if score:
            found.append((-score, snapshot.code, FoundProcedure(snapshot, slugs[key])))
    return [procedure for _score, _code, procedure in sorted(found, key=lambda entry: entry[:2])][:MAX_RESULTS]


def find_communes(words: str) -> list[Commune]:
    """The communes whose name answers `words`, best first, then by size; none for no words."""
    if not normalise(words):
        return []
    scored = [
        (-score, -(population or 0), pk)
        for pk, population, names in _commune_names()
        if (score := max(_score(name, words) for name in names))
    ]
    best = [pk for _score, _population, pk in sorted(scored)[:MAX_RESULTS]]
    rows = Commune.objects.select_related("province").in_bulk(best)
    return [rows[pk] for pk in best]


def _procedure_score(snapshot: Snapshot, words: str) -> int:
    title = max(_score(normalise(getattr(snapshot.prose.title, language) or ""), words) for language in LANGUAGES)
    summary = max(_score(normalise(getattr(snapshot.prose.summary, language) or ""), words) for language in LANGUAGES)
    return max(title * 10, summary)


def _commune_names() -> list[tuple[int, int | None, tuple[str, ...]]]:
    """Every commune with its normalised names, kept for some minutes: names change once in ten years."""
    names: list[tuple[int, int | None, tuple[str, ...]]] | None = cache.get(_NAMES_KEY)
    if names is None:
        rows = Commune.objects.values_list("pk", "population", "name_fr", "name_ar", "name_zgh")
        names = [(pk, people, tuple(normalise(name) for name in spelt if name)) for pk, people, *spelt in rows]
        cache.set(_NAMES_KEY, names, _NAMES_SECONDS)
    return names


def _score(text: str, words: str) -> int:
    """How well `text` (normalised) answers `words`: 0 if a word is in it nowhere, 4 if it is the text itself."""
    wanted = normalise(words)
    if not wanted:
        return 1
    if text == wanted:
        return 4
    if text.startswith(wanted):
        return 3
    present = text.split()
    if all(any(word.startswith(each) for word in present) for each in wanted.split()):
        return 2
    return 1 if wanted in text else 0
