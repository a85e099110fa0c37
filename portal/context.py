"""What every page may know: the language and its neighbours, the portal's own addresses, whether this is the demonstration.

Reads the address and the settings only. It must never touch session, user, messages or CSRF token: public pages are kept
by shared caches, and one read of them would make a page private.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language, get_language_info

from portal.accounts.languages import DESK_LANGUAGES, LANGUAGES

_WORDS_OF_ADDRESSES: Final = {
    "home": "",
    "search": "search/",
    "my_space": "me/",
    "verify": "verify/",
    "follow": "follow/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language. `address` keeps the query; `absolute` is the public address, without it."""

    code: str
    name: str
    direction: str
    address: str
    absolute: str
    current: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """The context of every template: `portal` with the demonstration flag, links, languages and the canonical address."""
    language = current_language()
    links = language_links(request.path, request.META.get("QUERY_STRING", ""))
    return {
        "portal": {
            "demo": settings.DEMO,
            "demo_entry": _demo_entry() if settings.DEMO else "",
            "language": language,
            "direction": direction_of(language),
            "languages": links,
            "desk_languages": [link for link in links if link.code in DESK_LANGUAGES],
            "canonical": next((link.absolute for link in links if link.current), ""),
            "localised": _split(request.path)[0] != "",
            "links": {name: f"{get_script_prefix()}{language}/{words}" for name, words in _WORDS_OF_ADDRESSES.items()},
            "cndp_number": settings.CNDP_NUMBER,
        }
    }


def _demo_entry() -> str:
    """Where the demonstration's roles are entered; empty where that page is not registered."""
    try:
        return reverse("demo")
    except NoReverseMatch:
        return ""


def current_language() -> str:
    """`ar`, `fr` or `zgh`: the active language without its region."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return language if language in LANGUAGES else settings.LANGUAGE_CODE


@cache
def direction_of(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def language_links(path: str, query: str = "") -> list[LanguageLink]:
    """The page at `path` in the three languages, in their fixed order.

    The words of an address are the same in every language, so only the prefix changes. A path without a language (a
    permanent address, an error outside the tree) leads to the home of each language.
    """
    language, rest = _split(path)
    active = current_language()
    names = dict(settings.LANGUAGES)
    links = []
    for code in LANGUAGES:
        target = f"{get_script_prefix()}{code}/{rest}"
        links.append(
            LanguageLink(
                code=code,
                name=names[code],
                direction=direction_of(code),
                address=f"{target}?{query}" if query and language else target,
                absolute=settings.WAGTAILADMIN_BASE_URL.rstrip("/") + target,
                current=code == active,
            )
        )
    return links


def _split(path: str) -> tuple[str, str]:
    """The language that opens `path` and what follows it; two empty strings when none does."""
    inner = path.removeprefix(get_script_prefix())
    first, _, rest = inner.partition("/")
    return (first, rest) if first in LANGUAGES else ("", "")
