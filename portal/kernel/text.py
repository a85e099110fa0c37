"""The one normalised form of Arabic, French and Amazigh words; public search and the officers' inbox share it.

Hamza and alef forms, ta marbuta, diacritics, kaf and gaf, French accents and Arabic digits do not matter; the Arabic
article is dropped; Tifinagh is written in Latin letters, so that ⵜⵉⵏⵖⵉⵔ and tinghir meet.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ARABIC: Final = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ـ": None,
        "گ": "ك",
        "ڭ": "ك",
        "ڤ": "ف",
        "پ": "ب",
        "ء": None,
        "œ": "oe",
        "æ": "ae",
        "’": "'",
    }
)
# Digits as an Arabic or Persian keyboard writes them, for `str.translate`.
WESTERN_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# The decimal signs of an Arabic and of a French keyboard, beside the digits.
_NUMBER: Final = WESTERN_DIGITS | {ord("٫"): ".", ord(","): "."}
# IRCAM's letters by their usual Latin reading in French-speaking Morocco (ⵖ gh, ⵅ kh, ⵛ ch, ⵓ ou).
_TIFINAGH: Final = str.maketrans(
    {
        "ⴰ": "a",
        "ⴱ": "b",
        "ⴳ": "g",
        "ⴷ": "d",
        "ⴹ": "d",
        "ⴻ": "e",
        "ⴼ": "f",
        "ⴽ": "k",
        "ⵀ": "h",
        "ⵃ": "h",
        "ⵄ": "a",
        "ⵅ": "kh",
        "ⵇ": "q",
        "ⵉ": "i",
        "ⵊ": "j",
        "ⵍ": "l",
        "ⵎ": "m",
        "ⵏ": "n",
        "ⵓ": "ou",
        "ⵔ": "r",
        "ⵕ": "r",
        "ⵖ": "gh",
        "ⵙ": "s",
        "ⵚ": "s",
        "ⵛ": "ch",
        "ⵜ": "t",
        "ⵟ": "t",
        "ⵡ": "w",
        "ⵢ": "y",
        "ⵣ": "z",
        "ⵥ": "z",
        "ⵯ": None,
    }
)
_ARTICLE: Final = re.compile(r"\b(?:[وفبك]?ال|لل)(?=\w{3,})")
_MARKUP: Final = re.compile(r"<[^>]+>")
_SPACES: Final = re.compile(r"[^\w+']+")
_ADDRESSES: Final = re.compile(r"\S+@\S+|\bhttps?://\S+|\bwww\.\S+")

# A letter of the script in which each language is written.
LETTERS: Final = {
    "ar": re.compile("[\u0621-\u064a]"),
    "zgh": re.compile("[\u2d30-\u2d7f]"),
    "fr": re.compile("[A-Za-z\u00c0-\u017f]"),
}


def language_of(words: str) -> str:
    """The language that a person wrote `words` in, told by the script of most letters; empty where there is none.

    Nobody here is asked which language they write: Latin letters are French, Tifinagh is Amazigh. The letters of an e-mail
    or a web address are nobody's language.
    """
    words = _ADDRESSES.sub(" ", words)
    found, language = max((len(letters.findall(words)), language) for language, letters in LETTERS.items())
    return language if found else ""


def normalise(text: str) -> str:
    """`text` as search compares it: lower case words parted by single spaces."""
    plain = _MARKUP.sub(" ", text).casefold().translate(_ARABIC).translate(WESTERN_DIGITS).translate(_TIFINAGH)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _ARTICLE.sub("", _SPACES.sub(" ", bare)).strip()


def plain_number(typed: str) -> str:
    """A number as a person types it (comma or point, spaces, Arabic digits), as a programme reads it: `٤٥٠,50` is `450.50`."""
    return "".join(typed.translate(_NUMBER).split())
