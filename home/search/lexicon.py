"""From a word as typed to the known words it may be, each with how close it is: the same, heard the same, begun, misspelt.

Every way of being close is a look-up in a table made once, so that a search takes as long among 1,503 communes as among 25.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from .folding import Word

# How close a known word is by what it shares with the one typed.
SAME: Final = 1.0
HEARD: Final = 0.9
HEARD_SHORT: Final = 0.72
MISSPELT: Final = 0.8
MISSPELT_SHORT: Final = 0.62
MISHEARD: Final = 0.62
SAME_STEM: Final = 0.7
BEGUN: Final = 0.75

_SHORTEST_MISSPELT: Final = 4
_SHORTEST_BEGINNING: Final = 3
_SHORTEST_STEM: Final = 4
_MOST_BEGUN: Final = 60


class Lexicon:
    """The known words, by everything a typed word may share with them."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._known: dict[str, Word] = {word.plain: word for word in words}
        self._sorted = sorted(self._known)
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        self._by_loss: dict[str, set[str]] = defaultdict(set)
        self._by_lost_sound: dict[str, set[str]] = defaultdict(set)
        for word in self._known.values():
            for loss in _losses(word.plain):
                self._by_loss[loss].add(word.plain)
            for sound in word.sounds:
                self._by_sound[sound].add(word.plain)
                for loss in _losses(sound):
                    self._by_lost_sound[loss].add(word.plain)

    def __contains__(self, plain: str) -> bool:
        return plain in self._known

    def close_to(self, word: Word, *, unfinished: bool = True) -> dict[str, float]:
        """The known words that `word` may be, with their closeness (0 to 1). `unfinished`: it may be a beginning."""
        found: dict[str, float] = {}
        for plain, closeness in self._ways(word, unfinished=unfinished):
            if closeness > found.get(plain, 0):
                found[plain] = closeness
        return found

    def _ways(self, word: Word, *, unfinished: bool) -> Iterator[tuple[str, float]]:
        if word.plain in self._known:
            yield word.plain, SAME
        for sound in word.sounds:
            for plain in self._by_sound.get(sound, ()):
                yield plain, HEARD if len(sound) > 2 else HEARD_SHORT if len(sound) == 2 else 0.3
            for loss in _losses(sound):
                for plain in self._by_lost_sound.get(loss, ()):
                    yield plain, MISHEARD
        misspelt = MISSPELT if len(word.plain) > _SHORTEST_MISSPELT else MISSPELT_SHORT
        for loss in _losses(word.plain):
            for plain in self._by_loss.get(loss, ()):
                yield plain, misspelt
        if len(word.plain) >= _SHORTEST_BEGINNING:
            yield from self._beginnings(word.plain, unfinished=unfinished)

    def _beginnings(self, typed: str, *, unfinished: bool) -> Iterator[tuple[str, float]]:
        """The words that begin like `typed`: those it is the beginning of, and those of one stem with it."""
        stem = typed[:_SHORTEST_STEM]
        start = bisect_left(self._sorted, stem if len(typed) >= _SHORTEST_STEM else typed)
        for plain in self._sorted[start : start + _MOST_BEGUN]:
            shared = _shared(typed, plain)
            if shared < min(len(typed), _SHORTEST_STEM):
                break
            if shared == len(typed) and unfinished:
                yield plain, BEGUN + (SAME - BEGUN) * 0.5 * len(typed) / len(plain)
            elif shared >= _SHORTEST_STEM and shared >= 0.5 * max(len(typed), len(plain)):
                yield plain, SAME_STEM


def _losses(text: str) -> Iterator[str]:
    """`text` and what is left of it without one of its letters: two words that share one differ by one slip."""
    if len(text) >= _SHORTEST_MISSPELT:
        yield text
        for index in range(len(text)):
            yield text[:index] + text[index + 1 :]


def _shared(one: str, other: str) -> int:
    """How many letters the two begin with in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
