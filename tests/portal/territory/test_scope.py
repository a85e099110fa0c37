"""A person's territory as a query condition; the bodies and the review body of a commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from portal.territory.models import Body, Commune, Province, Region, ReviewBody, ReviewRegime
from portal.territory.scope import bodies_for, communes_of, jurisdiction, regime_of, review_body_of

pytestmark = pytest.mark.django_db


@dataclass
class Right:
    commune_id: int | None = None
    province_id: int | None = None
    body_id: int | None = None


@pytest.fixture
def places() -> dict[str, Commune]:
    region = Region.objects.create(code="98", slug="region", name_fr="Région", name_ar="جهة")
    found = {}
    for number in (1, 2):
        province = Province.objects.create(
            code=f"98.00{number}", slug=f"p{number}", name_fr=f"P{number}", name_ar="إقليم", region=region
        )
        for letter in "ab":
            slug = f"{letter}{number}"
            found[slug] = Commune.objects.create(
                code=f"{province.code}.01.{letter}", slug=slug, name_fr=slug, name_ar=slug, province=province
            )
    return found


def _slugs(condition) -> list[str]:
    return sorted(Commune.objects.filter(condition).values_list("slug", flat=True))


def test_no_right_covers_nothing(places):
    assert _slugs(communes_of([])) == []
    assert _slugs(communes_of([Right()])) == []


def test_a_right_covers_its_commune_or_its_province(places):
    assert _slugs(communes_of([Right(commune_id=places["a1"].pk)])) == ["a1"]
    assert _slugs(communes_of([Right(province_id=places["a1"].province_id)])) == ["a1", "b1"]
    both = [Right(commune_id=places["a1"].pk), Right(province_id=places["a2"].province_id)]
    assert _slugs(communes_of(both)) == ["a1", "a2", "b2"]


def test_a_bodys_right_covers_its_provinces_and_its_communes_once(places):
    body = Body.objects.create(code="x", kind="urban_agency", name_fr="x", name_ar="x")
    body.provinces.add(places["a1"].province)
    body.communes.add(places["a1"], places["b2"])
    assert _slugs(communes_of([Right(body_id=body.pk)])) == ["a1", "b1", "b2"]
    assert jurisdiction(body.pk).count() == 3


def test_a_bodys_member_for_one_commune_covers_that_one(places):
    body = Body.objects.create(code="x", kind="urban_agency", name_fr="x", name_ar="x")
    body.provinces.add(places["a1"].province)
    assert _slugs(communes_of([Right(body_id=body.pk, commune_id=places["b1"].pk)])) == ["b1"]


def test_the_condition_reaches_a_commune_from_another_model(places):
    regime = ReviewRegime.objects.create(
        commune=places["a1"], kind="single_desk", valid_from=date(2020, 1, 1), source="x", confidence="low"
    )
    condition = communes_of([Right(province_id=places["a1"].province_id)], prefix="commune__")
    assert list(ReviewRegime.objects.filter(condition)) == [regime]
    condition = communes_of([Right(province_id=places["a2"].province_id)], prefix="commune__")
    assert list(ReviewRegime.objects.filter(condition)) == []


def test_the_bodies_of_a_commune_are_its_own_and_its_provinces(places):
    for code, kind in (("own", "hygiene"), ("around", "hygiene"), ("other", "roads")):
        Body.objects.create(code=code, kind=kind, name_fr=code, name_ar=code)
    Body.objects.get(code="own").communes.add(places["a1"])
    Body.objects.get(code="around").provinces.add(places["a1"].province)
    Body.objects.get(code="other").communes.add(places["a1"])
    assert {body.code for body in bodies_for(places["a1"], "hygiene")} == {"own", "around"}
    assert {body.code for body in bodies_for(places["b1"], "hygiene")} == {"around"}
    assert not bodies_for(places["a2"], "hygiene").exists()


def test_the_regime_of_a_day_says_who_holds_the_session(places):
    town = places["a1"]
    for kind, since, until in (
        ("provincial_committee", date(2020, 1, 1), date(2025, 12, 31)),
        ("single_desk", date(2026, 1, 1), None),
    ):
        ReviewRegime.objects.create(
            commune=town, kind=kind, valid_from=since, valid_until=until, source="x", confidence="low"
        )
        body = ReviewBody.objects.create(code=kind, kind=kind, province=town.province, valid_from=date(2020, 1, 1))
        body.communes.add(town)
    assert regime_of(town, on=date(2019, 12, 31)) is None
    assert review_body_of(town, on=date(2025, 12, 31)).code == "provincial_committee"
    assert review_body_of(town, on=date(2026, 1, 1)).code == "single_desk"
    assert review_body_of(places["b1"], on=date(2026, 1, 1)) is None
