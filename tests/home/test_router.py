"""From an address to its page: one query whatever the depth, and an honest answer where a language lacks the page."""

from __future__ import annotations

import pytest

from home.models import ContentPage, HomePage, MunicipalityPage, ProvincePage
from procedures.models import ProcedurePage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", HomePage),
        ("essai/", ProvincePage),
        ("essai/tinerhir/", MunicipalityPage),
        ("essai/tinerhir/permis-essai/", ProcedurePage),
    ],
)
@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_an_address_finds_its_page(client, site, language, path, kind):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    page = response.context["page"]
    assert isinstance(page, kind)
    assert page.locale.language_code == language
    assert page.get_url() == f"/{language}/{path}"


def test_a_content_page_is_found_wherever_it_stands(client, site):
    town = MunicipalityPage.objects.get(slug="tinerhir", locale__language_code="fr")
    town.add_child(instance=ContentPage(title="Horaires", slug="horaires", body="<p>9-12</p>", locale=town.locale))
    response = client.get("/fr/essai/tinerhir/horaires/")
    assert response.status_code == 200
    assert "9-12" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["nowhere/", "essai/nowhere/", "essai/tinerhir/nowhere/", "essai/tinerhir/permis-essai/nowhere/"]
)
def test_an_address_of_nothing_is_not_found(client, site, path):
    assert client.get(f"/fr/{path}").status_code == 404


def test_an_unpublished_page_is_not_found(client, site):
    for page in ProcedurePage.objects.filter(commune__slug="tinerhir"):
        page.unpublish()
    assert client.get("/fr/essai/tinerhir/permis-essai/").status_code == 404


@pytest.mark.parametrize(
    "path", ["essai/tinerhir/", "essai/tinerhir/permis-essai/", "essai/tinerhir/permis-essai/apply/"]
)
def test_a_language_that_lacks_the_page_says_so_and_leads_to_the_others(client, site, path):
    MunicipalityPage.objects.get(slug="tinerhir", locale__language_code="zgh").delete()
    response = client.get(f"/zgh/{path}")
    assert response.status_code == 404
    words = response.content.decode()
    base = path.removesuffix("apply/")
    if base == path:
        assert f'href="/ar/{base}"' in words
        assert f'href="/fr/{base}"' in words
        assert 'lang="ar" hreflang="ar" dir="rtl"' in words


@pytest.mark.parametrize(
    ("wish", "home"),
    [("fr-FR,fr;q=0.9,en;q=0.8", "/fr/"), ("ar-MA", "/ar/"), ("zgh", "/zgh/"), ("en-US,en", "/ar/"), ("", "/ar/")],
)
def test_the_bare_address_leads_to_the_readers_language(client, site, wish, home):
    response = client.get("/", headers={"accept-language": wish})
    assert response.status_code == 302
    assert response["Location"] == home
    assert "Accept-Language" in response["Vary"]
