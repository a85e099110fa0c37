"""Which of the things one may seek a person means: phrases that people use, ranked by the words they share with what was typed.

A phrase answers as far as its words cover those typed, and the other way round; a word counts by how few targets use it,
so that رخصة, which is in half of them, decides nothing. Order, filling words and the script do not matter.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .folding import Word, words_of
from .lexicon import SAME, Lexicon

# Of a phrase's worth, what the typed words must cover, and what the phrase itself must be covered.
_TYPED: Final = 0.6
_PHRASE: Final = 0.4
# A word nobody taught counts this much of a rare one: it may be a name, a slip, or another language.
_UNKNOWN: Final = 0.45
# What the other phrases of a target add, so that two that each say half are worth more than one.
_TOGETHER: Final = 0.2
_LEAST: Final = 0.22


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text` as people write it; `weight` (0 to 1) is less for words said in passing, as those of a summary."""

    target: Hashable
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A target with how well it answers: 1 is a phrase of its own, word for word."""

    target: Hashable
    score: float


class Ranking:
    """The phrases of every target, ready to be asked."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = list(phrases)
        self._words = [words_of(phrase.text) for phrase in self._phrases]
        self.lexicon = Lexicon(word for words in self._words for word in words)
        self._holding: dict[str, list[int]] = defaultdict(list)
        users: dict[str, set[Hashable]] = defaultdict(set)
        for index, (phrase, words) in enumerate(zip(self._phrases, self._words, strict=True)):
            for plain in {word.plain for word in words}:
                self._holding[plain].append(index)
                users[plain].add(phrase.target)
        count = max(1, len({phrase.target for phrase in self._phrases}))
        self._worth = {plain: math.log(1 + count / len(targets)) for plain, targets in users.items()}
        self._rare = math.log(1 + count)
        self._sizes = [
            sum(self._worth[plain] for plain in {word.plain for word in words}) or 1.0 for words in self._words
        ]

    def best(self, typed: Sequence[Word], *, unfinished: bool = True) -> list[Ranked]:
        """The targets that answer `typed`, best first. `unfinished`: the last word may be a beginning."""
        close = [
            self.lexicon.close_to(word, unfinished=unfinished and index == len(typed) - 1)
            for index, word in enumerate(typed)
        ]
        worths = [self._worth_of(known) for known in close]
        whole = sum(worths) or 1.0
        # By phrase: what of the typed words it covers, and by which of its own words.
        covered: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(typed))
        used: dict[int, dict[str, float]] = defaultdict(dict)
        for position, known in enumerate(close):
            for plain, closeness in known.items():
                for index in self._holding[plain]:
                    covered[index][position] = max(covered[index][position], closeness)
                    used[index][plain] = max(used[index].get(plain, 0.0), closeness)
        scores: dict[Hashable, list[float]] = defaultdict(list)
        together: dict[Hashable, list[float]] = defaultdict(lambda: [0.0] * len(typed))
        for index, closenesses in covered.items():
            phrase = self._phrases[index]
            of_typed = sum(worth * c for worth, c in zip(worths, closenesses, strict=True)) / whole
            of_phrase = sum(self._worth[plain] * c for plain, c in used[index].items()) / self._sizes[index]
            scores[phrase.target].append(phrase.weight * of_typed * (_TYPED + _PHRASE * min(of_phrase, 1.0)))
            united = together[phrase.target]
            for position, closeness in enumerate(closenesses):
                united[position] = max(united[position], closeness * phrase.weight)
        found = [
            Ranked(
                target,
                max(each) * (1 - _TOGETHER)
                + _TOGETHER * sum(w * c for w, c in zip(worths, together[target], strict=True)) / whole,
            )
            for target, each in scores.items()
        ]
        return sorted(
            (ranked for ranked in found if ranked.score >= _LEAST), key=lambda each: (-each.score, str(each.target))
        )

    def _worth_of(self, known: dict[str, float]) -> float:
        """What a typed word counts: as much as the rarest of the known words it most likely is."""
        if not known:
            return self._rare * _UNKNOWN
        closest = max(known.values())
        likely = [self._worth[plain] for plain, closeness in known.items() if closeness == closest]
        return max(likely) if closest == SAME else sum(likely) / len(likely)
