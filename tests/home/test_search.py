"""Search forgives spelling, script and language; it works as a plain form."""

from __future__ import annotations

import pytest

from home.search import find_communes, find_procedures

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["Tinghir", "tinghir", "TINGHIR", "تنغير", "ⵜⵉⵏⵖⵉⵔ", "ting", " tinghir "])
def test_a_commune_is_found_in_any_script(site, words):
    assert [commune.slug for commune in find_communes(words)] == ["tinerhir"]


@pytest.mark.parametrize("words", ["Ait Hani", "aït hani", "آيت هاني", "ايت هاني", "hani"])
def test_accents_and_hamza_do_not_matter(site, words):
    assert [commune.slug for commune in find_communes(words)] == ["ait-hani"]


@pytest.mark.parametrize("words", ["permis", "PERMIS D'ESSAI", "رخصة", "رخصه", "الاختبار", "cuisine", "المطبخ"])
def test_a_procedure_is_found_by_its_title_and_its_summary(site, words):
    assert [found.snapshot.code for found in find_procedures(words)] == ["T1"]


@pytest.mark.parametrize("words", ["zzz", "%", "'; drop table", "<script>", "١٢٣"])
def test_what_is_nowhere_is_not_found(site, words):
    assert find_procedures(words) == []
    assert find_communes(words) == []


def test_a_title_comes_before_a_summary(site):
    from .conftest import make_procedure

    make_procedure("T0", "autre", fr="Autre acte", ar="عقد آخر")
    make_procedure("T9", "cuisine", fr="Cuisine", ar="مطبخ")
    assert [found.snapshot.code for found in find_procedures("cuisine")] == ["T9", "T0", "T1"]


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_search_page_works_without_javascript(client, site, language):
    response = client.get(f"/{language}/search/", {"q": "tinghir"})
    assert response.status_code == 200
    assert f'href="/{language}/essai/tinerhir/"' in response.content.decode()


def test_typed_markup_is_only_text(client, site):
    page = client.get("/fr/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_the_chooser_leads_on_to_the_procedure(client, site):
    page = client.get("/fr/communes/", {"procedure": "permis-essai"}).content.decode()
    assert 'href="/fr/essai/tinerhir/permis-essai/"' in page
    assert 'href="/fr/essai/ait-hani/permis-essai/"' in page
    page = client.get("/fr/communes/", {"procedure": "permis-essai", "q": "هاني"}).content.decode()
    assert 'href="/fr/essai/tinerhir/permis-essai/"' not in page
    assert 'href="/fr/essai/ait-hani/permis-essai/"' in page


def test_the_chooser_without_a_procedure_leads_to_the_municipality(client, site):
    assert 'href="/fr/essai/tinerhir/"' in client.get("/fr/communes/").content.decode()


@pytest.mark.parametrize("address", ["/fr/search/?q=tinghir", "/fr/communes/"])
def test_a_search_takes_at_most_eight_queries(client, site, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get(address)


@pytest.mark.parametrize("address", ["/fr/search/", "/fr/communes/"])
def test_search_only_reads(client, site, address):
    assert client.post(address).status_code == 405
