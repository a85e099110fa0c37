"""The published territory in the database: complete, again without effect, an operator's work untouched."""

from __future__ import annotations

import pytest

from portal.territory import loading, reference
from portal.territory.models import Arrondissement, Body, Commune, Province, Region, ReviewBody, ReviewRegime

pytestmark = pytest.mark.django_db


@pytest.fixture
def territory(monkeypatch):
    """The whole kingdom; tests that only look share nothing, so the few that need it are kept together."""
    return loading.load()


def test_the_kingdom_is_complete_and_loads_again_without_effect(territory, django_assert_max_num_queries):
    assert [model.objects.count() for model in (Region, Province, Commune, Arrondissement)] == [12, 83, 1503, 41]
    tinghir = Province.objects.get(code="08.577")
    assert tinghir.slug == "tinghir"
    assert tinghir.communes.count() == 25
    assert tinghir.communes.filter(is_urban=True).count() == 3
    town = Commune.objects.get(code="08.577.01.11")
    assert (town.slug, town.name_fr, town.name_ar, town.name_zgh) == ("tinghir", "Tinghir", "تنغير", "ⵜⵉⵏⵖⵉⵔ")
    assert town.population > 40000
    assert all(commune.name_zgh and commune.zgh_confidence == "low" for commune in tinghir.communes.all())
    assert Commune.objects.get(code="08.577.05.29").circle
    assert Commune.objects.exclude(slug__regex=r"^[a-z0-9-]+$").count() == 0

    # RGC 10-16: the committee at or under 50,000 inhabitants, a single desk above.
    for regime in ReviewRegime.objects.select_related("commune"):
        large = regime.commune.population > 50_000
        assert regime.kind == ("single_desk" if large else "provincial_committee")
        assert regime.source
        assert regime.confidence
    assert ReviewRegime.objects.count() == 1503
    committee = ReviewBody.objects.get(code="committee-08-577")
    assert committee.communes.count() == 25
    assert not ReviewBody.objects.filter(kind="single_desk", province=tinghir).exists()

    kinds = set(Body.objects.filter(provinces=tinghir).values_list("kind", flat=True))
    assert kinds == {
        "province", "urban_agency", "civil_protection", "land_registry", "water_electricity", "telecom", "roads",
    }  # fmt: skip
    assert set(Body.objects.filter(communes=town).values_list("kind", flat=True)) == {
        "commune", "local_authority", "hygiene",
    }  # fmt: skip
    agency = Body.objects.get(provinces=tinghir, kind="urban_agency")
    assert agency.provinces.count() == 3
    assert agency.name_ar
    assert Body.objects.filter(kind="urban_agency").exclude(provinces=None).count() == 83 - 2

    with django_assert_max_num_queries(30):
        assert loading.load().did_nothing


@pytest.fixture
def two_communes(monkeypatch):
    """A kingdom of one region, one province and two communes, so that a change can be published."""
    places = {
        "regions": [reference.ReferencePlace("98", "Région", "جهة", 90000)],
        "provinces": [reference.ReferencePlace("98.001", "Essai", "اختبار", 90000, parent="98", kind="province")],
        "communes": [
            reference.ReferencePlace("98.001.01.01", "Ville", "مدينة", 50001, parent="98.001", kind="urban"),
            reference.ReferencePlace("98.001.05.01", "Village", "قرية", 50000, parent="98.001", kind="rural"),
        ],
        "arrondissements": [],
    }
    for name, rows in places.items():
        monkeypatch.setattr(reference, name, lambda rows=rows: iter(rows))
    monkeypatch.setattr(reference, "urban_agencies", tuple)
    monkeypatch.setattr(reference, "zgh_names", lambda: {"98.001.01.01": reference.ZghName("ⵜⴰⵎⴷⵉⵏⵜ", "low")})
    loading.load()
    return places["communes"]


def test_the_limit_of_fifty_thousand_itself_comes_under_the_committee(two_communes):
    kinds = dict(ReviewRegime.objects.values_list("commune__slug", "kind"))
    assert kinds == {"ville": "single_desk", "village": "provincial_committee"}
    assert {body.code: [c.slug for c in body.communes.all()] for body in ReviewBody.objects.all()} == {
        "desk-98-001-01-01": ["ville"],
        "committee-98-001": ["village"],
    }


def test_what_changed_is_taken_and_reported(two_communes):
    old = two_communes[1]
    two_communes[1] = reference.ReferencePlace(
        old.code, "Grand Village", old.name_ar, 60000, parent=old.parent, kind="urban"
    )
    report = loading.load()
    assert report.changed["commune"] == {"98.001.05.01": ["name_fr", "population", "is_urban"]}
    village = Commune.objects.get(code=old.code)
    # The address stays: papers and bookmarks hold it. So does the regime, until an operator dates another.
    assert (village.name_fr, village.slug) == ("Grand Village", "village")
    assert village.review_regimes.get().kind == "provincial_committee"


def test_what_is_no_longer_published_is_reported_and_kept(two_communes):
    removed = two_communes.pop()
    report = loading.load()
    assert report.unpublished["commune"] == [removed.code]
    assert Commune.objects.filter(code=removed.code).exists()


def test_an_amazigh_name_mended_by_an_operator_stays(two_communes):
    Commune.objects.filter(slug="ville").update(name_zgh="ⴰⵖⵔⵎ", zgh_confidence="high")
    assert loading.load().did_nothing
    town = Commune.objects.get(slug="ville")
    assert (town.name_zgh, town.zgh_confidence) == ("ⴰⵖⵔⵎ", "high")


def test_a_body_mended_by_an_operator_stays(two_communes):
    body = Body.objects.get(code="civil-protection-98-001")
    body.name_fr, body.confidence = "Centre de secours", "high"
    body.save()
    assert loading.load().did_nothing
    body.refresh_from_db()
    assert body.name_fr == "Centre de secours"
