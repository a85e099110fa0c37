"""The addresses of a page in its other languages, and what a page may not read."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from portal.context import language_links, portal


@pytest.mark.parametrize(
    ("path", "query", "french"),
    [
        ("/ar/tinghir/tinghir/permis-de-refection/", "", "/fr/tinghir/tinghir/permis-de-refection/"),
        ("/ar/search/", "q=toit", "/fr/search/?q=toit"),
        ("/d/085770111-U6-2026-000123-K7/", "code=1", "/fr/"),
        ("/zgh/", "", "/fr/"),
    ],
)
def test_the_language_switch_keeps_the_page(path, query, french):
    with override("ar"):
        links = {link.code: link for link in language_links(path, query)}
    assert links["fr"].address == french
    assert [code for code, link in links.items() if link.current] == ["ar"]


def test_each_language_is_named_in_itself_in_one_order():
    assert [(link.code, link.name) for link in language_links("/fr/")] == [
        ("ar", "العربية"),
        ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
        ("fr", "Français"),
    ]


def test_the_public_address_does_not_follow_the_host_of_the_request(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://permis.example"
    request = RequestFactory(HTTP_HOST="evil.example").get("/fr/search/", {"q": "toit"})
    with override("fr"):
        context = portal(request)["portal"]
    assert context["canonical"] == "https://permis.example/fr/search/"


def test_the_context_reads_neither_session_nor_user():
    request = RequestFactory().get("/ar/")
    assert not hasattr(request, "session")
    assert not hasattr(request, "user")
    with override("ar"):
        assert portal(request)["portal"]["direction"] == "rtl"
