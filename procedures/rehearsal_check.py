"""The rehearsal as a check before publication: every active case of the procedure, played on what would be frozen.

A case that differs blocks until its editor takes the new outcome as expected: an intended change is said once, by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.kernel.errors import Invalid

from .attachments import Finding
from .condition_words import quoted
from .models import RehearsalCase
from .rehearsal import Case, Outcome, differences, rehearse
from .snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Played:
    """One case played on a snapshot. `outcome` is `None` when it could not be played: `problem` says why."""

    row: RehearsalCase
    outcome: Outcome | None
    expected: Outcome | None
    differences: tuple[str, ...] = ()
    problem: str = ""

    @property
    def as_expected(self) -> bool:
        return self.outcome is not None and self.outcome == self.expected


def case_of(row: RehearsalCase) -> Case:
    """The pure case of a row."""
    return Case(row.place, row.filed_on, row.answers, row.rates)


def play(row: RehearsalCase, snapshot: Snapshot) -> Played:
    """Play one case; whatever the law is, this does not raise."""
    expected = Outcome.from_plain(row.expected) if row.expected else None
    try:
        outcome = rehearse(snapshot, case_of(row))
    except Invalid as refusal:
        return Played(row, None, expected, problem=str(refusal.sentence))
    found = differences(expected, outcome, snapshot) if expected is not None else ()
    return Played(row, outcome, expected, found)


def check_cases(snapshot: Snapshot) -> Iterator[Finding]:
    """One finding a case that differs, or cannot be played; one that only reminds for a case without expected outcome."""
    for row in RehearsalCase.objects.filter(key__code=snapshot.code, active=True).select_related("commune"):
        played = play(row, snapshot)
        name, place = quoted(str(row)), f"cases/{row.pk}"
        if played.problem:
            sentence = _("The rehearsal case %(case)s cannot be played: %(problem)s")
            yield Finding(
                "rehearsal_impossible", sentence % {"case": name, "problem": played.problem}, number="R-02", place=place
            )
        elif played.expected is None:
            sentence = _("The rehearsal case %(case)s has no expected outcome yet.") % {"case": name}
            yield Finding("rehearsal_open", sentence, blocks=False, number="R-03", place=place)
        elif not played.as_expected:
            sentence = _("The rehearsal case %(case)s has another outcome than expected. %(differences)s")
            values = {"case": name, "differences": " · ".join(played.differences)}
            yield Finding("rehearsal_differs", sentence % values, number="R-01", place=place)
