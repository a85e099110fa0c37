"""What a person means by some words: an answer to tell first, the procedures that fit, the part of a guide they ask about.

Pure: it is given phrases and knows no row. Nothing is guessed where a word leads elsewhere: an answer that fits best stands
on top, and the procedures it names come before all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .folding import Word, words_of
from .lexicon import HEARD
from .ranking import Phrase, Ranked, Ranking

# A procedure is listed if it answers at least this well, and this well beside the best.
_LISTED: Final = 0.3
_BESIDE: Final = 0.62
# So near to a phrase of its own that nothing is taken out of the words.
_WHOLE: Final = 0.93
# Enough to be sure of what is left once the word for a part of the guide is taken out.
_SURE: Final = 0.45
MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Goal:
    """What a phrase leads to: the code of a procedure, or of an answer."""

    code: str
    is_answer: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """`answer`: code of what is told first, or empty. `procedures`: codes, best first. `part`: of a guide, or empty."""

    answer: str = ""
    procedures: tuple[str, ...] = ()
    part: str = ""


class Meanings:
    """The phrases of all goals. `named`: the procedures an answer leads to; `parts`: the answers about a part of a guide."""

    def __init__(
        self, phrases: Iterable[Phrase], *, named: Mapping[str, Sequence[str]], parts: Iterable[str] = ()
    ) -> None:
        phrases = list(phrases)
        part_goals = {Goal(code, is_answer=True) for code in parts}
        self._named = {code: tuple(codes) for code, codes in named.items()}
        self._ranking = Ranking(phrases)
        self._of_parts = Ranking(phrase for phrase in phrases if phrase.target in part_goals)
        # A word that is a whole phrase of a part asks for it wherever it stands: the term, the price.
        self._asking = {
            words[0].plain
            for phrase in phrases
            if phrase.target in part_goals and len(words := words_of(phrase.text)) == 1
        }
        self._elsewhere = {
            word.plain for phrase in phrases if phrase.target not in part_goals for word in words_of(phrase.text)
        }

    def __contains__(self, word: Word) -> bool:
        """Whether some phrase uses the word."""
        return word.plain in self._ranking.lexicon

    def of(self, words: Sequence[Word], *, unfinished: bool = True) -> Meaning:
        """What `words` mean; nothing for what no phrase answers. `unfinished`: the last word may be a beginning."""
        if not words:
            return Meaning()
        ranked = self._ranking.best(words, unfinished=unfinished)
        asking = [word for word in words if self._asks_for_a_part(word)]
        if asking and (not ranked or ranked[0].score < _WHOLE):
            part = next((each.target.code for each in self._of_parts.best(asking, unfinished=False)), "")
            left = [word for word in words if word not in asking]
            of_left = self._ranking.best(left, unfinished=unfinished) if left else []
            if of_left and not of_left[0].target.is_answer and of_left[0].score >= _SURE:
                return Meaning(procedures=self._listed(of_left), part=part)
            return Meaning(answer=part, procedures=self._listed(of_left))
        return self._from(ranked)

    def _asks_for_a_part(self, word: Word) -> bool:
        if word.plain in self._asking:
            return True
        if word.plain in self._elsewhere:
            return False
        if word.plain in self._of_parts.lexicon:
            return True
        close = self._of_parts.lexicon.close_to(word, unfinished=False)
        heard = {plain for plain, closeness in close.items() if closeness >= HEARD}
        return bool(heard) and not heard & self._elsewhere

    def _from(self, ranked: list[Ranked]) -> Meaning:
        if not ranked:
            return Meaning()
        best = ranked[0]
        # Between a phrase of both, the one that guesses nothing.
        tied = [each for each in ranked if each.target.is_answer and each.score >= best.score - 1e-6]
        if not tied:
            return Meaning(procedures=self._listed(ranked))
        answer = tied[0].target.code
        first = self._named.get(answer, ())
        others = [code for code in self._listed(ranked) if code not in first]
        return Meaning(answer=answer, procedures=(*first, *others)[:MOST])

    def _listed(self, ranked: list[Ranked]) -> tuple[str, ...]:
        if not ranked:
            return ()
        least = max(_LISTED, ranked[0].score * _BESIDE)
        return tuple(each.target.code for each in ranked if not each.target.is_answer and each.score >= least)[:MOST]
