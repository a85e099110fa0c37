"""From what a person wants to do to a procedure that can be asked for: no need is shown that nothing in force answers."""

from __future__ import annotations

import re

import pytest

from home.needs import NEEDS, open_needs
from home.opening import open_province
from home.search import find_procedures
from procedures import catalogue_file
from procedures.management.commands.load_catalogue import FOLDER
from procedures.models import ProcedurePage, VersionPeriod

from .conftest import AT, make_procedure

pytestmark = pytest.mark.django_db

TITLES = {
    "U1": ("permis-de-construire", "Permis de construire", "رخصة البناء"),
    "U6": ("permis-de-refection", "Permis de réfection", "رخصة الإصلاح"),
    "E1": ("declaration-activite", "Déclaration d'activité", "تصريح بنشاط"),
    "D1": ("occupation-terrasse", "Occupation", "احتلال"),
}


@pytest.fixture
def law(province, communes):
    """The four procedures in force, open in the province."""
    for code, (slug, fr, ar) in TITLES.items():
        make_procedure(code, slug, fr=fr, ar=ar)
    open_province(province, at=AT)


def _shown() -> list[str]:
    return [each.need.slug for each in open_needs(find_procedures(""))]


def test_every_way_leads_to_a_procedure_of_the_catalogue():
    assert {way.code for need in NEEDS for way in need.ways} == {
        catalogue_file.read(path).snapshot.code for path in FOLDER.glob("*.yaml")
    }


def test_a_need_with_several_ways_asks_what_parts_them():
    assert all((len(need.ways) > 1) == (need.question is not None) for need in NEEDS)
    assert len({need.slug for need in NEEDS}) == len(NEEDS)


def test_nothing_is_promised_that_is_not_in_force(law):
    assert _shown() == ["build", "enlarge", "repair", "shop", "street"]
    VersionPeriod.objects.filter(version__key__code__in=["U1", "D1"]).delete()
    assert _shown() == ["repair", "shop"]


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_home_page_leads_to_the_page_where_the_request_begins(client, law, language):
    home = client.get(f"/{language}/").content.decode()
    for slug in ("permis-de-construire", "declaration-activite", "occupation-terrasse"):
        address = f"/{language}/communes/?procedure={slug}"
        assert f'href="{address}"' in home
        chooser = client.get(address).content.decode()
        page = f"/{language}/essai/tinerhir/{slug}/"
        assert f'href="{page}"' in chooser
        assert client.get(page).status_code == 200


def test_a_repair_asks_first_what_it_changes(client, law):
    assert 'href="/fr/needs/repair/"' in client.get("/fr/").content.decode()
    page = client.get("/fr/needs/repair/").content.decode()
    assert re.findall(r'href="/fr/communes/\?procedure=([a-z-]+)"', page) == [
        "permis-de-refection",
        "permis-de-construire",
    ]


def test_a_need_with_one_way_left_asks_nothing(client, law):
    VersionPeriod.objects.filter(version__key__code="U1").delete()
    response = client.get("/ar/needs/repair/", follow=True)
    assert response.redirect_chain == [("../../communes/?procedure=permis-de-refection", 302)]
    assert response.request["PATH_INFO"] == "/ar/communes/"


@pytest.mark.parametrize("slug", ["street", "nothing"])
def test_a_need_that_nothing_answers_is_not_found(client, law, slug):
    VersionPeriod.objects.filter(version__key__code="D1").delete()
    assert client.get(f"/fr/needs/{slug}/").status_code == 404


def test_a_municipality_that_does_not_publish_the_procedure_is_not_offered(client, law):
    for page in ProcedurePage.objects.filter(commune__slug="ait-hani", key__code="U6"):
        page.unpublish()
    chooser = client.get("/fr/communes/?procedure=permis-de-refection").content.decode()
    assert 'href="/fr/essai/tinerhir/permis-de-refection/"' in chooser
    assert "ait-hani" not in chooser


def test_the_chooser_names_the_procedure_and_forgets_one_that_is_not_in_force(client, law):
    address = "/fr/communes/?procedure=permis-de-refection"
    assert "Permis de réfection" in client.get(address).content.decode()
    VersionPeriod.objects.filter(version__key__code="U6").delete()
    chooser = client.get(address).content.decode()
    assert "Permis de réfection" not in chooser
    assert 'href="/fr/essai/tinerhir/"' in chooser
