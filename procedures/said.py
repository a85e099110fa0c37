"""All that the places say about one procedure in one commune, beside the law, in one query: the guide is read most of all.

The commune's facts, what it, its province and the portal publish of themselves, its planning documents, the recordings:
one row each, as (kind, plain values).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import JSONObject

from portal.territory.models import Commune, PlacePublication, PlanningDocument
from portal.territory.planning import Plan

from .models import LocalPublication, ProcedureKey, Recording

_PLAN: Final = tuple(Plan.__dataclass_fields__)
_RECORDING: Final = ("language", "title", "transcript", "file", "commune_id")
_NEAREST_FIRST: Final = ("commune", "province", "portal")
_WHOSE: Final = Case(
    When(commune__isnull=False, then=Value("commune")),
    When(province__isnull=False, then=Value("province")),
    default=Value("portal"),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording for its player: `language` as its tag, `path` below the public media."""

    language: str
    title: str
    transcript: str
    path: str

    @property
    def address(self) -> str:
        return default_storage.url(self.path)

    @property
    def language_name(self) -> str:
        return str(Recording.Language(self.language).label)

    @property
    def lines(self) -> list[str]:
        return [line for line in self.transcript.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Said:
    """`facts`: as `LocalPublication.facts`. `publications`: as `PlacePublication.facts`, the commune's first."""

    facts: dict[str, Any]
    publications: tuple[dict[str, Any], ...]
    plans: tuple[Plan, ...]
    recordings: tuple[Heard, ...]


def said_in(
    commune: Commune, key: ProcedureKey, *, at: datetime, place: str = Recording.Place.GUIDE, part: str = ""
) -> Said:
    """What holds at `at`, with the recordings at the head of `place`: one query."""
    newest = LocalPublication.objects.filter(commune=commune, key=key).in_force(at=at).values("pk")[:1]
    legs = [
        _leg(LocalPublication.objects.filter(pk__in=newest), Value("facts"), F("facts")),
        *_legs_of_the_place(commune, at),
        _leg(
            Recording.objects.heard(key.pk, commune.pk, place, part),
            Value("recording"),
            _plain(*_RECORDING),
        ),
    ]
    rows = _asked_at_once(legs)
    return Said(
        facts=rows["facts"][0] if rows["facts"] else {},
        publications=tuple(facts for kind in _NEAREST_FIRST for facts in rows[kind]),
        plans=tuple(Plan.of(row) for row in rows["plan"]),
        recordings=_one_a_language(rows["recording"]),
    )


def published_in(commune: Commune, *, at: datetime) -> tuple[tuple[dict[str, Any], ...], tuple[Plan, ...]]:
    """What holds at `at` whatever the procedure, publications and plans: one query. The commune's facts always stand first."""
    rows = _asked_at_once(_legs_of_the_place(commune, at))
    own, *others = (rows[kind] for kind in _NEAREST_FIRST)
    publications = (own[0] if own else {}, *(facts for found in others for facts in found))
    return publications, tuple(Plan.of(row) for row in rows["plan"])


def recordings_at(key_id: int, commune_id: int | None, place: str, part: str) -> tuple[Heard, ...]:
    """The recordings at the head of a step or of a notice: one query."""
    return _one_a_language(list(Recording.objects.heard(key_id, commune_id, place, part).values(*_RECORDING)))


def _legs_of_the_place(commune: Commune, at: datetime) -> list[QuerySet[Any]]:
    return [
        _leg(PlacePublication.objects.around(commune=commune).in_force(at=at), _WHOSE, F("facts")),
        _leg(PlanningDocument.objects.filter(commune=commune).as_published(at=at), Value("plan"), _plain(*_PLAN)),
    ]


def _asked_at_once(legs: list[QuerySet[Any]]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ("facts", *_NEAREST_FIRST, "plan", "recording")}
    for kind, plain in legs[0].union(*legs[1:], all=True):
        rows[kind].append(plain)
    return rows


def _leg(rows: QuerySet[Any], kind: Any, plain: Any) -> QuerySet[Any]:
    return rows.order_by().annotate(_kind=kind, _plain=plain).values_list("_kind", "_plain")


def _plain(*names: str) -> JSONObject:
    return JSONObject(**{name: name for name in names})


def _one_a_language(rows: list[dict[str, Any]]) -> tuple[Heard, ...]:
    """The commune's own recording where it made one, else the one for all."""
    by_language: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row["commune_id"] is None):
        by_language.setdefault(row["language"], row)
    return tuple(
        Heard(language, row["title"], row["transcript"], row["file"]) for language, row in sorted(by_language.items())
    )
