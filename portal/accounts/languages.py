"""Which language a person is answered in: on a page, at an officer's desk, in an SMS or a mail.

The address decides wherever it begins with a language. SMS and mail about an account are written in Arabic for readers of
Arabic and of Amazigh (Tifinagh breaks on many phones and takes 70 characters a part), in French otherwise.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES: Final = ("ar", "zgh", "fr")
# What the admin and the CMS speak.
DESK_LANGUAGES: Final = ("ar", "fr")
# What browsers send for the languages of the country; anything else says nothing about the reader.
_SPOKEN: Final = {
    "ar": "ar",
    "ary": "ar",
    "fr": "fr",
    "zgh": "zgh",
    "ber": "zgh",
    "tzm": "zgh",
    "shi": "zgh",
    "rif": "zgh",
}


def prefix_of(path: str) -> str:
    """The language that opens the path, or an empty string."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in LANGUAGES else ""


def negotiated(request: HttpRequest) -> str:
    """The reader's language where the address says none: `?lang=`, then the browser's wish, then Arabic."""
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    for wish, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        spoken = _SPOKEN.get(wish.partition("-")[0])
        if spoken:
            return spoken
    return "ar"


def desk_language(language: str) -> str:
    """The language of the admin and the CMS for a reader of `language`: Arabic or French."""
    return "fr" if language == "fr" else "ar"


def letter_language(language: str) -> str:
    """The language of an SMS or mail for a reader of `language`: Arabic or French."""
    return "fr" if language == "fr" else "ar"
