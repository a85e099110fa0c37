"""Public search hears words as they sound: one skeleton for Arabic, Darija in either script, French and Amazigh.

Stronger than `portal.kernel.text.normalise`, which the register's stored columns follow: here vowels go, letters that are
typed for one another meet (ق ك گ q g 9; غ خ gh kh rh x 5; 3 and ع are a vowel), doubled letters are one, the article and the
particles of Darija fall. So رخصة, rokhsa, ro5sat and ⵕⵓⵅⵚⴰ share `rxs`, and Tinghir, Tinerhir, تنغير and ⵜⵉⵏⵖⵉⵔ share `tnxr`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from portal.kernel.text import normalise

# Letters that lose what tells them apart when their marks go.
_MARKED: Final = str.maketrans(
    {"š": "ch", "č": "ch", "ɣ": "gh", "ɛ": "3", "ε": "3", "ž": "j", "ی": "ي", "ک": "ك", "ہ": "ه"}
)
_ARABIC: Final = re.compile(r"[\u0621-\u064a]")
# The article where a short word follows, and a preposition written with it: what `normalise` leaves.
_ARABIC_ARTICLE: Final = re.compile(r"^(?:[وفبكد]?ال|لل)(?=\w{2})")
_ARABIC_SOUNDS: Final = str.maketrans(
    {
        **dict(zip("بتثجحخدذرزسشصضطظغفقكلمنهچ", "bttjhxddrzscsdtdxfkklmnhc", strict=True)),
        **dict.fromkeys("اعوي"),
    }
)
# Digits that stand for a letter in Darija, in words that hold a letter too.
_DIGITS: Final = str.maketrans({"2": "", "3": "", "4": "x", "5": "x", "6": "t", "7": "h", "8": "h", "9": "k"})
_LATIN: Final = (
    (re.compile(r"^(?:ou|w)(?=[aeiouy])|^w"), "W"),
    (re.compile(r"s?ch|sh"), "C"),
    (re.compile(r"[kgr]h"), "x"),
    (re.compile(r"ph|v"), "f"),
    (re.compile(r"(?<=[td])h"), ""),
    (re.compile(r"dj|g(?=[eiy])"), "j"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"[qgc]"), "k"),
    (re.compile(r"p"), "b"),
)
_VOWELS: Final = re.compile(r"[aeiouyw0-9+']")
_DOUBLED: Final = re.compile(r"(.)\1+")
_CONSONANT: Final = "[bcdfghjklmnpqrstvwxz3579]"
_LATIN_ARTICLE: Final = re.compile(rf"^(?:[dfbwk]?l|[ae]l)(?=l?{_CONSONANT})|^l(?=[aeiou]\w\w)")
# A noun before another in Darija, and what is written but not said at the end of a French word.
_LATIN_ENDINGS: Final = re.compile(r"(?:(?<=\w{3}[ae])t|(?<=\w{3})[sx]|(?<=\w{3})er)$")

# Words that say nothing of what is sought: articles, particles, politeness, "I want".
FILLERS: Final = frozenset(
    """
    de du des d la le les l un une au aux a et ou en dans pour par sur sous avec chez ce cette mon ma mes son sa ses notre votre
    je j on nous vous il qui que est c y ai avoir faut il veux voudrais veut souhaite besoin comment svp merci bonjour faire
    dyal dyali d f fi fel men mn 3la ala 3l li lia liya hna ila wach wash ana ndir nakhod nakhd obtenir avoir demander demande bghit bgha bghina bghito nbghi 3afak
    salam kifach kifash n i ad s gh g ar is righ righ rix riy rikh
    د ديال ديالي ف في فال من على علي عن الى ان او و ل لي ليا الا واش انا ندير ناخد ناخذ اخد بغيت بغينا بغا نبغي عافاك سلام كيفاش كيف هل اريد
    المرجو طلب ب ك هذا هاد شي واحد
    """.split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `plain` as `normalise` writes it, and the skeletons it may be heard as."""

    plain: str
    sounds: frozenset[str]

    @property
    def arabic(self) -> bool:
        return bool(_ARABIC.search(self.plain))


def words_of(text: str) -> list[Word]:
    """The words of `text` that carry meaning, in their order; every word when none does."""
    plain = [_bare(token) for token in re.split(r"[\s']+", normalise(text.casefold().translate(_MARKED))) if token]
    telling = [token for token in plain if token not in FILLERS and (len(token) > 1 or token.isdigit())]
    return [Word(token, _sounds(token)) for token in telling or plain]


def sounds_of(text: str) -> Iterator[str]:
    """Every skeleton of the words of `text`: what a full-text index keeps of it."""
    for word in words_of(text):
        yield from word.sounds or {word.plain}


def _bare(token: str) -> str:
    return _ARABIC_ARTICLE.sub("", token)


@lru_cache(maxsize=8192)
def _sounds(token: str) -> frozenset[str]:
    if _ARABIC.search(token):
        return frozenset(filter(None, {_arabic_sound(token)}))
    if token.isdigit() or not re.search("[a-z]", token):
        return frozenset()
    forms = {token, _LATIN_ARTICLE.sub("", token)}
    forms |= {_LATIN_ENDINGS.sub("", form) for form in forms}
    return frozenset(filter(None, map(_latin_sound, forms)))


def _arabic_sound(token: str) -> str:
    # Ta marbuta is not heard at the end.
    ended = token[:-1] if len(token) > 2 and token.endswith("ه") else token
    first = "w" if ended.startswith("و") else ""
    return _DOUBLED.sub(r"\1", first + ended.translate(_ARABIC_SOUNDS))


def _latin_sound(token: str) -> str:
    heard = token.translate(_DIGITS)
    for pattern, sound in _LATIN:
        heard = pattern.sub(sound, heard)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", heard).lower())
