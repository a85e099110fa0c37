"""Which language answers: the address, the officer's own at the desk, the browser's wish elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from portal.accounts.languages import desk_language, letter_language
from portal.accounts.middleware import LanguageMiddleware


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
