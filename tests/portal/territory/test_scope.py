"""The bodies, the regime and the review body of a commune."""

from __future__ import annotations

from datetime import date

import pytest

from portal.territory.models import Body, Commune, Province, Region, ReviewBody, ReviewRegime
from portal.territory.scope import bodies_for, regime_of, review_body_of

pytestmark = pytest.mark.django_db


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
