"""Hard limits of queries: a procedure page takes ten at most, six of them to find it; any other public page eight at most
beyond finding it. They hold from a cold cache, and are the same for many rows as for few.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Page

from home.models import ContentPage, HomePage, MunicipalityPage, NewsPage
from home.opening import open_province
from portal.territory.models import Commune
from tests.factories import MONDAY, REFECTION, Town, filed_dossier, make_town, prepared_act

from .test_public_pages import PAGES

pytestmark = pytest.mark.django_db

LANGUAGES = ("ar", "fr", "zgh")
TO_FIND_A_PROCEDURE, OF_A_PROCEDURE = 6, 10
BEYOND_ROUTING = 8
MANY = 25
PROCEDURE = "tinghir/tinghir/u6/"
# Found among many rows: with few there is nothing to read.
FOUND_AMONG_MANY = ("search/?q=commune", "communes/?q=commune")
IN_FRENCH_ONLY = "tinghir/tinghir/fr-seul/"
OF_THE_TREE = (
    *PAGES["wagtail_serve"],
    "horaires/",
    "tinghir/tinghir/nouvelle/",
    "tinghir/tinghir/absente/",
    "nulle-part/",
    IN_FRENCH_ONLY,
)
BESIDE_THE_TREE = (
    *(path for name, paths in PAGES.items() if name != "wagtail_serve" for path in paths),
    *FOUND_AMONG_MANY,
    "search/?q=u",
    "communes/?procedure=u6",
    "communes/?q=zzz",
    "follow/?reference=zzz",
    "verify/?code=zzz",
)


@pytest.fixture
def town(db: None) -> Town:
    town = make_town()
    town.version(replace(REFECTION, authority="president"))
    open_province(town.province, at=MONDAY)
    for language in LANGUAGES:
        home = HomePage.objects.get(locale__language_code=language)
        home.add_child(instance=ContentPage(title="Horaires", slug="horaires", locale=home.locale))
        page = MunicipalityPage.objects.get(commune=town.commune, locale=home.locale)
        news = NewsPage(title="Nouvelle", slug="nouvelle", day=date(2026, 11, 23), locale=home.locale)
        page.add_child(instance=news)
    french = MunicipalityPage.objects.get(commune=town.commune, locale__language_code="fr")
    french.add_child(instance=ContentPage(title="En français", slug="fr-seul", locale=french.locale))
    return town


def many_rows(town: Town) -> None:
    """Twenty-five more communes and procedures, and files of some."""
    for number in range(MANY):
        Commune.objects.create(
            code=f"08.577.07.{number:02}",
            slug=f"commune-{number}",
            name_fr=f"Commune {number}",
            name_ar=f"جماعة {number}",
            population=1000 + number,
            province=town.province,
        )
        town.version(replace(REFECTION, code=f"U{100 + number}", authority="president"))
    open_province(town.province, at=MONDAY)
    for commune in Commune.objects.filter(slug__startswith="commune-")[:5]:
        filed_dossier(town, commune=commune)


def to_find(path: str, language: str) -> int:
    """How many queries find the page at `path` beneath the language's home, with the leave to show it."""
    request = RequestFactory().get("/")
    with override(language), CaptureQueriesContext(connection) as asked:
        found = Page.route_for_request(request, path)
        if found is not None:
            list(found.page.get_view_restrictions())
    return len(asked)


def of_answer(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.parametrize("fill", [lambda _town: None, many_rows], ids=["few", "many"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_keeps_its_limit(
    client: Client, town: Town, language: str, fill: Callable[[Town], None]
) -> None:
    fill(town)
    over = {}
    for path in (*OF_THE_TREE, *BESIDE_THE_TREE):
        finding = to_find(path, language) if path in OF_THE_TREE else 0
        asked = of_answer(client, f"/{language}/{path}")
        allowed = OF_A_PROCEDURE if path == PROCEDURE else finding + BEYOND_ROUTING
        if asked > allowed or (path == PROCEDURE and finding > TO_FIND_A_PROCEDURE):
            over[path] = f"{asked} queries, {finding} of them to find it"
    assert over == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_rows_ask_no_more_of_the_database(client: Client, town: Town, language: str) -> None:
    filed_dossier(town)
    paths = [path for path in (*OF_THE_TREE, *BESIDE_THE_TREE) if path not in FOUND_AMONG_MANY]
    few = {path: of_answer(client, f"/{language}/{path}") for path in paths}
    many_rows(town)
    assert {path: of_answer(client, f"/{language}/{path}") for path in paths} == few


def test_the_answer_about_an_act_keeps_the_limit(client: Client, town: Town) -> None:
    act = prepared_act(town)
    assert of_answer(client, f"/fr/verify/{act.code}/") <= BEYOND_ROUTING
