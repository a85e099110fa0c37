"""Opening a province: three real trees, the same addresses, again without effect, an editor's page untouched."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site
from wagtail_localize.models import LocaleSynchronization

from home.models import ContentPage, HomePage, MunicipalityPage, ProvincePage
from home.opening import open_province
from portal.territory.models import Commune
from procedures.models import ProcedurePage

from .conftest import AT, make_procedure

pytestmark = pytest.mark.django_db

LANGUAGES = {"ar", "fr", "zgh"}


def _addresses(language: str) -> set[str]:
    pages = Page.objects.filter(locale__language_code=language, depth__gt=1)
    return {path.removeprefix(f"/{language}") for path in pages.values_list("url_path", flat=True)}


def test_every_language_has_the_same_tree(site):
    assert _addresses("fr") == {
        "/",
        "/essai/",
        "/essai/tinerhir/",
        "/essai/tinerhir/permis-essai/",
        "/essai/ait-hani/",
        "/essai/ait-hani/permis-essai/",
    }
    assert _addresses("ar") == _addresses("zgh") == _addresses("fr")


def test_the_pages_of_one_place_are_linked_and_none_is_an_alias(site):
    for page in Page.objects.filter(depth__gt=1):
        assert {other.locale.language_code for other in page.get_translations(inclusive=True)} == LANGUAGES
        assert page.alias_of_id is None
    assert not LocaleSynchronization.objects.exists()


def test_the_tree_is_sound(site):
    assert all(problem == [] for problem in Page.find_problems())
    home = HomePage.objects.get(locale__language_code="fr")
    assert [child.slug for child in home.get_children()] == ["essai"]
    town = MunicipalityPage.objects.get(slug="tinerhir", locale__language_code="fr")
    assert [child.specific.key.code for child in town.get_children()] == ["T1"]
    # Pages made in bulk take children and move like any other.
    town.add_child(instance=ContentPage(title="Nouvelles", slug="nouvelles", locale=town.locale))
    assert all(problem == [] for problem in Page.find_problems())


def test_titles_are_in_the_language_of_the_tree(site):
    titles = {page.locale.language_code: page.title for page in MunicipalityPage.objects.filter(slug="tinerhir")}
    assert titles == {"ar": "تنغير", "fr": "Tinghir", "zgh": "ⵜⵉⵏⵖⵉⵔ"}


def test_the_welcome_page_is_gone_and_the_site_begins_at_our_home(site):
    (default,) = Site.objects.all()
    assert isinstance(default.root_page.specific, HomePage)
    assert not Page.objects.filter(depth=2).not_type(HomePage).exists()


def test_opening_again_makes_nothing(site):
    before = set(Page.objects.values_list("pk", "path", "title"))
    report = open_province(site, at=AT)
    assert report.made == {}
    assert set(Page.objects.values_list("pk", "path", "title")) == before


def test_what_an_editor_made_of_a_page_stays(site):
    town = MunicipalityPage.objects.get(slug="tinerhir", locale__language_code="fr")
    town.title = "Ville de Tinghir"
    town.save_revision().publish()
    village = MunicipalityPage.objects.get(slug="ait-hani", locale__language_code="fr")
    village.unpublish()
    open_province(site, at=AT)
    town.refresh_from_db()
    village.refresh_from_db()
    assert town.title == "Ville de Tinghir"
    assert village.live is False


def test_a_procedure_come_into_force_since_is_added_everywhere(site):
    make_procedure("T2", "permis-nouveau", fr="Permis nouveau", ar="رخصة جديدة")
    report = open_province(site, at=AT)
    assert report.made == {"ProcedurePage": 6}
    assert ProcedurePage.objects.filter(key__code="T2", live=True).count() == 6
    assert all(problem == [] for problem in Page.find_problems())


def test_an_address_already_taken_is_reported_and_left(key, province, communes):
    open_province(province, at=AT)
    page = ProvincePage.objects.get(locale__language_code="fr")
    MunicipalityPage.objects.get(slug="ait-hani", locale__language_code="fr").delete()
    page.refresh_from_db()
    page.add_child(instance=ContentPage(title="Aït Hani", slug="ait-hani", locale=page.locale))
    report = open_province(province, at=AT)
    assert report.skipped == ["/fr/essai/ait-hani/"]
    assert ContentPage.objects.filter(slug="ait-hani").exists()


def test_facts_are_written_on_one_page_of_a_procedure(site):
    carrying = ProcedurePage.objects.filter(carries_facts=True)
    assert {page.locale.language_code for page in carrying} == {"ar"}
    assert carrying.count() == 2


def test_a_commune_more_costs_less_than_a_query(key, province, communes):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            open_province(province, at=AT)
        return len(queries)

    cost()
    nothing_missing = cost()
    for number in range(60):
        Commune.objects.create(
            code=f"98.001.07.{number:02}",
            slug=f"c{number}",
            name_fr=f"C{number}",
            name_ar=f"ج{number}",
            province=province,
        )
    # Six pages a commune, three of municipalities and three of procedures.
    assert cost() - nothing_missing < 60
    assert ProcedurePage.objects.count() == 62 * 3
