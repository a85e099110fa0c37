"""Bring the published territory into the database: places, review regimes, bodies, decreed days. Safe to run again.

Names and figures follow the published data; an address word, once given, never changes; an operator's Amazigh name,
regime or body is never touched. What is no longer published is reported, not deleted: files refer to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import models, transaction

from . import reference
from .bodies import expected_bodies
from .decreed import load_decreed_days
from .models import Arrondissement, Body, Commune, Province, Region, ReviewBody, ReviewRegime
from .reference import ReferencePlace

# RGC 10-16: a single desk above this number of inhabitants, the provincial committee at or under it.
SINGLE_DESK_ABOVE: Final = 50_000
REGIME_SOURCE: Final = "Décret 2-13-424 (RGC), art. 10-16 et 25 ; RGPH 2024"
REGIME_CONFIDENCE: Final = "medium"
# Publication of decree 2-18-577, which took over the regime (BO 6874 of 16 April 2020).
REGIME_SINCE: Final = date(2020, 4, 16)


@dataclass
class LoadingReport:
    """Codes created, changed (with the columns) and no longer published, by kind of place; other rows as counts."""

    created: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    unpublished: dict[str, list[str]] = field(default_factory=dict)

    @property
    def did_nothing(self) -> bool:
        return not (any(self.created.values()) or any(self.changed.values()))


@transaction.atomic
def load() -> LoadingReport:
    """Load everything; the report says what changed."""
    report = LoadingReport()
    names = reference.zgh_names()
    _load_places(Region, reference.regions(), names, report, lambda place: {})
    regions = _ids(Region)
    _load_places(
        Province,
        reference.provinces(),
        names,
        report,
        lambda place: {"region_id": regions[place.parent], "is_prefecture": place.kind != "province"},
    )
    provinces = _ids(Province)
    _load_places(
        Commune,
        reference.communes(),
        names,
        report,
        lambda place: {
            "province_id": provinces[place.parent],
            "circle": place.circle,
            "is_urban": place.kind == "urban",
        },
    )
    communes = _ids(Commune)
    _load_places(
        Arrondissement,
        reference.arrondissements(),
        names,
        report,
        lambda place: {"commune_id": communes[place.parent]},
    )
    _load_regimes(report)
    _load_review_bodies(report)
    _load_bodies(report)
    report.created["decreedday"] = load_decreed_days()
    return report


def _ids(model: type[models.Model]) -> dict[str, int]:
    return dict(model._default_manager.values_list("code", "pk"))


def _load_places(
    model: type[Any],
    places: Iterable[ReferencePlace],
    names: Mapping[str, reference.ZghName],
    report: LoadingReport,
    further: Any,
) -> None:
    kind = model._meta.model_name
    rows = {row.code: row for row in model.objects.all()}
    created, changed = [], {}
    for place in places:
        values = {
            "name_fr": place.name_fr,
            "name_ar": place.name_ar,
            "population": place.population,
            **further(place),
        }
        row = rows.pop(place.code, None)
        zgh = names.get(place.code)
        if row is None:
            own = {"name_zgh": zgh.name, "zgh_confidence": zgh.confidence} if zgh else {}
            created.append(model(code=place.code, slug=place.slug, **values, **own))
            continue
        if zgh and not row.name_zgh:
            values |= {"name_zgh": zgh.name, "zgh_confidence": zgh.confidence}
        columns = [name for name, value in values.items() if getattr(row, name) != value]
        for name in columns:
            setattr(row, name, values[name])
        if columns:
            changed[row.code] = (row, columns)
    model.objects.bulk_create(created, batch_size=500)
    if changed:
        columns = sorted({name for _row, names_ in changed.values() for name in names_})
        model.objects.bulk_update([row for row, _columns in changed.values()], columns, batch_size=500)
    report.created[kind] = [row.code for row in created]
    report.changed[kind] = {code: columns for code, (_row, columns) in changed.items()}
    report.unpublished[kind] = sorted(rows)


def _load_regimes(report: LoadingReport) -> None:
    """One regime for each commune that has none: later changes are an operator's dated rows."""
    missing = Commune.objects.filter(review_regimes=None, population__isnull=False)
    created = ReviewRegime.objects.bulk_create(
        [
            ReviewRegime(
                commune=commune,
                kind=_regime(commune),
                valid_from=REGIME_SINCE,
                source=REGIME_SOURCE,
                confidence=REGIME_CONFIDENCE,
            )
            for commune in missing
        ],
        batch_size=500,
    )
    report.created["reviewregime"] = [str(row.commune_id) for row in created]


def _regime(commune: Commune) -> str:
    large = commune.population > SINGLE_DESK_ABOVE
    return ReviewRegime.Kind.SINGLE_DESK if large else ReviewRegime.Kind.PROVINCIAL_COMMITTEE


def _load_review_bodies(report: LoadingReport) -> None:
    """A committee for each province over its smaller communes, a desk for each larger commune (RGC 10, 15)."""
    wanted: dict[str, tuple[ReviewBody, list[int]]] = {}
    regimes = ReviewRegime.objects.filter(valid_until=None).select_related("commune__province")
    for regime in regimes.order_by("commune__code", "-valid_from"):
        commune = regime.commune
        desk = regime.kind == ReviewRegime.Kind.SINGLE_DESK
        owner = commune if desk else commune.province
        code = f"{'desk' if desk else 'committee'}-{owner.code.replace('.', '-')}"
        body = ReviewBody(
            code=code, kind=regime.kind, province_id=commune.province_id, seat=owner.name_fr, valid_from=REGIME_SINCE
        )
        wanted.setdefault(code, (body, []))[1].append(commune.pk)
    known = set(ReviewBody.objects.values_list("code", flat=True))
    new = {code: pair for code, pair in wanted.items() if code not in known}
    rows = ReviewBody.objects.bulk_create([body for body, _communes in new.values()], batch_size=500)
    link = ReviewBody.communes.through
    link.objects.bulk_create(
        [
            link(reviewbody_id=row.pk, commune_id=commune)
            for row, (_body, communes) in zip(rows, new.values(), strict=True)
            for commune in communes
        ],
        batch_size=1000,
    )
    report.created["reviewbody"] = list(new)


def _load_bodies(report: LoadingReport) -> None:
    known = set(Body.objects.values_list("code", flat=True))
    expected = expected_bodies(
        Province.objects.order_by("code"), Commune.objects.select_related("province").order_by("code")
    )
    new = [body for body in expected if body.row.code not in known]
    rows = Body.objects.bulk_create([body.row for body in new], batch_size=500)
    province_link, commune_link = Body.provinces.through, Body.communes.through
    province_link.objects.bulk_create(
        [
            province_link(body_id=row.pk, province_id=province)
            for row, body in zip(rows, new, strict=True)
            for province in body.provinces
        ],
        batch_size=1000,
    )
    commune_link.objects.bulk_create(
        [
            commune_link(body_id=row.pk, commune_id=commune)
            for row, body in zip(rows, new, strict=True)
            for commune in body.communes
        ],
        batch_size=1000,
    )
    report.created["body"] = [row.code for row in rows]
