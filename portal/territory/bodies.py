"""Which authorities may be asked for an opinion in each province and commune, as rows to be created.

RGC 21-23 names the kinds; the names and jurisdictions here are the ordinary ones, of low confidence until a province
confirms them. Distribution of water and electricity passes to regional companies (law 83-21): one row a province.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from . import reference
from .models import Body, Commune, Province

SOURCE: Final = "RGC art. 21-23 ; ressort usuel, à confirmer"
# kind, name in French before the place, name in Arabic before the place
_OF_PROVINCE: Final = (
    (Body.Kind.CIVIL_PROTECTION, "Protection civile", "الوقاية المدنية"),
    (Body.Kind.LAND_REGISTRY, "Conservation foncière (ANCFCC)", "المحافظة العقارية"),
    (
        Body.Kind.WATER_ELECTRICITY,
        "Opérateur de l'eau, de l'assainissement et de l'électricité",
        "متعهد الماء والتطهير والكهرباء",
    ),
    (Body.Kind.TELECOM, "Services des télécommunications", "مصالح المواصلات"),
    (Body.Kind.ROADS, "Équipement et routes", "التجهيز والطرق"),
)
_OF_COMMUNE: Final = (
    (Body.Kind.COMMUNE, "Services de la commune", "مصالح جماعة"),
    (Body.Kind.LOCAL_AUTHORITY, "Autorité administrative locale", "السلطة الإدارية المحلية"),
    (Body.Kind.HYGIENE, "Bureau communal d'hygiène", "المكتب الجماعي لحفظ الصحة"),
)


@dataclass(frozen=True, slots=True)
class ExpectedBody:
    """A body not yet saved, with the ids of its jurisdiction."""

    row: Body
    provinces: tuple[int, ...] = ()
    communes: tuple[int, ...] = ()


def expected_bodies(provinces: Iterable[Province], communes: Iterable[Commune]) -> Iterator[ExpectedBody]:
    """Every body that the loaded places call for."""
    provinces = list(provinces)
    yield from _agencies(provinces)
    for province in provinces:
        yield _of_province(province)
        for kind, fr, ar in _OF_PROVINCE:
            yield ExpectedBody(_body(kind, province, fr, ar), provinces=(province.pk,))
    for commune in communes:
        for kind, fr, ar in _OF_COMMUNE:
            yield ExpectedBody(_body(kind, commune, fr, ar), communes=(commune.pk,))


def _body(kind: str, place: Province | Commune, fr: str, ar: str) -> Body:
    return Body(
        code=f"{kind.replace('_', '-')}-{place.code.replace('.', '-')}",
        kind=kind,
        name_fr=f"{fr} - {place.name_fr}",
        name_ar=f"{ar} - {place.name_ar}",
        source=SOURCE,
        confidence="low",
    )


def _of_province(province: Province) -> ExpectedBody:
    prefecture = province.is_prefecture
    row = _body(
        Body.Kind.PROVINCE,
        province,
        "Services de la préfecture" if prefecture else "Services de la province",
        "مصالح العمالة" if prefecture else "مصالح الإقليم",
    )
    return ExpectedBody(row, provinces=(province.pk,))


def _agencies(provinces: list[Province]) -> Iterator[ExpectedBody]:
    by_code = {province.code: province for province in provinces}
    covered: set[str] = set()
    for agency in reference.urban_agencies():
        covered |= set(agency.provinces)
        row = Body(
            code=agency.code,
            kind=Body.Kind.URBAN_AGENCY,
            name_fr=agency.name_fr,
            name_ar=agency.name_ar,
            source=agency.source,
            confidence=agency.confidence,
        )
        ids = tuple(by_code[code].pk for code in agency.provinces if code in by_code)
        yield ExpectedBody(row, provinces=ids)
    for province in provinces:
        if province.code not in covered:
            row = _body(Body.Kind.URBAN_AGENCY, province, "Agence urbaine", "الوكالة الحضرية")
            yield ExpectedBody(row, provinces=(province.pk,))
