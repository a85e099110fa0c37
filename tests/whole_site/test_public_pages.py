"""Every public page: the same for everybody, so that one cache may keep it, and well formed in each of the three languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.test import Client

from home.opening import open_province
from tests.factories import REFECTION, SMALL_PROJECT, make_town

from .test_default_deny import PUBLIC

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LANGUAGES = ("ar", "fr", "zgh")

# By the name of its address; what follows the language.
PAGES = {
    "wagtail_serve": ("", "tinghir/", "tinghir/tinghir/", "tinghir/tinghir/u6/"),
    "search": ("search/", "search/?q=tinghir", "search/?q=zzz"),
    "municipalities": ("communes/", "communes/?procedure=u6"),
    "need": ("needs/repair/",),
    "accessibility": ("accessibility/",),
    "privacy": ("privacy/",),
    "indicators": ("indicators/tinghir/",),
    "find_dossier": ("follow/",),
    "verify": ("verify/",),
    "verify_code": ("verify/0000-0000-0000-0000-0000/",),
}
# No page of the portal in a language, or the door, whose pages are for one person.
OTHERS = {
    "healthz",
    "readyz",
    "root",
    "verify_file",
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_inactive",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_password_reset_completed",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}
# No act has this code: the answer says so, and is a page like the others.
UNKNOWN = {"verify_code"}
# Shown to whoever holds the code or looks for something: not for search engines.
UNLISTED = {"verify_code"}
CASES = [(language, name, path) for language in LANGUAGES for name, paths in PAGES.items() for path in paths]


@pytest.fixture(autouse=True)
def _site(db: None) -> None:
    town = make_town()
    town.version(replace(REFECTION, authority="president"))
    town.version(replace(SMALL_PROJECT, authority="president"))
    open_province(town.province, at=AT)


class Seen(HTMLParser):
    """What a page says of itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_every_public_page_is_looked_at() -> None:
    assert set(PAGES) | OTHERS == PUBLIC


@pytest.mark.parametrize(("language", "name", "path"), CASES)
def test_a_public_page_is_nobodys_own(client: Client, language: str, name: str, path: str) -> None:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == (404 if name in UNKNOWN else 200)
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize(("language", "name", "path"), CASES)
def test_a_public_page_is_the_same_for_whoever_is_signed_in(
    client: Client, django_user_model: type, language: str, name: str, path: str
) -> None:
    before = client.get(f"/{language}/{path}").content
    client.force_login(django_user_model.objects.create(username="somebody"))
    assert client.get(f"/{language}/{path}").content == before


@pytest.mark.parametrize(("language", "name", "path"), CASES)
def test_a_public_page_says_its_language_its_title_and_its_neighbours(
    client: Client, language: str, name: str, path: str
) -> None:
    response = client.get(f"/{language}/{path}")
    seen = Seen(response.content.decode())
    (root,) = seen.all("html")
    assert (root["lang"], root["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert response["Content-Language"] == language
    assert len(seen.all("h1")) == 1
    assert len(seen.all("main")) == 1
    (title,) = re.findall(r"<title>(.*)</title>", response.content.decode(), re.DOTALL)
    assert re.search(r"\S.* · \S", title)
    assert "<" not in title
    if name not in UNLISTED:
        others = {link["hreflang"]: link["href"] for link in seen.all("link") if link.get("rel") == "alternate"}
        assert set(others) == set(LANGUAGES)
        plain = path.partition("?")[0]
        assert all(str(address).endswith(f"/{code}/{plain}") for code, address in others.items())
    links = {link["hreflang"]: link["href"] for link in seen.all("a") if link.get("rel") == "alternate"}
    assert links == {code: f"/{code}/{path}" for code in LANGUAGES}
    assert [script for script in seen.all("script") if "src" not in script] == []
    assert [tag for tag, attributes in seen.tags if "style" in attributes or "onclick" in attributes] == []
    names = [attributes["id"] for _tag, attributes in seen.tags if "id" in attributes]
    assert len(names) == len(set(names)), "an id stands twice"


@pytest.mark.parametrize(("language", "name", "path"), [case for case in CASES if case[1] not in UNKNOWN])
def test_no_link_of_a_public_page_is_dead(client: Client, language: str, name: str, path: str) -> None:
    here = f"/{language}/{path}"
    seen = Seen(client.get(here).content.decode())
    addresses = {urljoin(here, str(link["href"])).partition("#")[0] for link in seen.all("a") if link.get("href")}
    dead = []
    for address in sorted(addresses):
        if address.startswith("/"):
            response = client.get(address)
            if response.status_code >= 400:
                dead.append((response.status_code, address))
            response.close()
    assert dead == []
