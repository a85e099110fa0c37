"""Which language answers: the address, the officer's own at the desk, the browser's wish elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import get_language

from portal.accounts.languages import desk_language, letter_language
from portal.accounts.middleware import LanguageMiddleware
from portal.accounts.models import Role
from tests.factories import make_officer, make_town


class _NoUser:
    def __get__(self, *args: object) -> object:
        raise AssertionError("a public address must not look at the user")


def _answered(rf: RequestFactory, path: str, wish: str = "") -> tuple[str, HttpResponse]:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(get_language() or "")
        return HttpResponse()

    request = rf.get(path, headers={"accept-language": wish} if wish else {})
    request.__class__ = type("PublicRequest", (request.__class__,), {"user": _NoUser(), "session": _NoUser()})
    response = LanguageMiddleware(view)(request)
    assert isinstance(response, HttpResponse)
    return seen[0], response


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("wish", ["", "fr", "ar", "en"])
def test_the_address_decides(rf: RequestFactory, language: str, wish: str) -> None:
    seen, response = _answered(rf, f"/{language}/x/", wish)
    assert seen == language
    assert response.headers["Content-Language"] == language
    assert not response.has_header("Vary")


@pytest.mark.parametrize(
    ("path", "wish", "language"),
    [
        ("/v/abc/", "", "ar"),
        ("/v/abc/", "en-US,en;q=0.9", "ar"),
        ("/v/abc/", "en,fr;q=0.5", "fr"),
        ("/v/abc/", "ar-MA", "ar"),
        ("/v/abc/", "ary", "ar"),
        ("/v/abc/", "tzm-Tfng,fr", "zgh"),
        ("/v/abc/", "ber", "zgh"),
        ("/v/abc/?lang=fr", "ar", "fr"),
        ("/v/abc/?lang=de", "zgh", "zgh"),
        ("/francais/", "", "ar"),
        ("/v/abc/", "x" * 5000, "ar"),
    ],
)
def test_without_a_prefix_the_browser_wishes_and_arabic_is_the_rest(
    rf: RequestFactory, path: str, wish: str, language: str
) -> None:
    seen, response = _answered(rf, path, wish)
    assert seen == language
    assert response.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize("choose", [desk_language, letter_language])
def test_readers_of_amazigh_get_arabic_at_the_desk_and_by_sms(choose: Callable[[str], str]) -> None:
    assert [choose(language) for language in ("ar", "zgh", "fr")] == ["ar", "ar", "fr"]


def switch(client: Client, **typed: str) -> HttpResponse:
    response = client.post("/admin/language/", typed)
    assert isinstance(response, HttpResponse)
    return response


def test_an_officer_switches_the_desk_and_it_is_remembered(db: None) -> None:
    officer = make_officer(Role.CONTROLLER, province=make_town().province)
    officer.language = "ar"
    officer.save()
    client = Client()
    client.force_login(officer, backend="portal.accounts.backends.DoorBackend")
    here = "/admin/tracking/act/?q=1"
    page = client.get(here).content.decode()
    assert 'action="/admin/language/"' in page
    assert 'name="language" value="fr" lang="fr"' in page
    assert switch(client, language="fr", next=here).headers["Location"] == here
    officer.refresh_from_db()
    assert officer.language == "fr"
    assert '<html lang="fr"' in client.get(here).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/admin/", "//example.org/admin/", "/fr/", "javascript:x", ""]
)
def test_the_switch_leads_nowhere_but_to_the_desk(db: None, elsewhere: str) -> None:
    client = Client()
    client.force_login(make_officer(Role.CONTROLLER, province=make_town().province))
    assert switch(client, language="fr", next=elsewhere).headers["Location"] == "/admin/"


def test_the_desk_speaks_no_language_but_its_own(db: None) -> None:
    officer = make_officer(Role.CONTROLLER, province=make_town().province)
    client = Client()
    client.force_login(officer)
    for language in ("zgh", "en", ""):
        switch(client, language=language)
        officer.refresh_from_db()
        assert officer.language == "ar"


def test_the_switch_wants_a_token_and_a_signed_in_officer(db: None) -> None:
    assert switch(Client(), language="fr").headers["Location"].startswith("/ar/accounts/login/")
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(make_officer(Role.CONTROLLER, province=make_town().province))
    assert switch(careful, language="fr").status_code == 403
