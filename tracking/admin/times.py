"""What the screen of a file says of whose time it took; the reckoning is `lifecycle.passages`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procedures.snapshot import Sentence
from procedures.words import duration

from ..clock.budgets import StageTime, days_late_by_holder
from ..lifecycle.passages import Spent, spent_times
from ..models import Dossier, DossierState, Event


@dataclass(frozen=True, slots=True)
class SpentRow:
    """One passage in words. `allowed`: the time the version gives, empty where it gives none; `late`: by how much."""

    label: Sentence | Promise | str
    holder: str
    allowed: str
    late: str
    time: StageTime

    @property
    def is_sentence(self) -> bool:
        """Whether the label is the version's own, which may be in another language than the page."""
        return isinstance(self.label, Sentence)


def spent_rows(dossier: Dossier, events: Iterable[Event], *, at: datetime, language: str) -> tuple[SpentRow, ...]:
    """Every passage of the file, in order."""
    return tuple(_row(spent, language) for spent in spent_times(dossier, events, at=at))


def late_holders(rows: Sequence[SpentRow]) -> list[str]:
    """Who was late and by how much, over all their stages."""
    words = _("%(holder)s: %(late)s")
    late = days_late_by_holder([row.time for row in rows])
    return [words % {"holder": _holder(holder), "late": _late(days)} for holder, days in late.items()]


def _row(spent: Spent, language: str) -> SpentRow:
    stage, time = spent.stage, spent.time
    label: Sentence | Promise | str = stage.label.read(language) if stage is not None and stage.label else ""
    return SpentRow(
        label=label or DossierState(spent.state).label,
        holder=_holder(time.holder),
        allowed=duration(stage.amount, stage.unit) if stage is not None and stage.amount else "",
        late=_late(time.days_late) if time.days_late else "",
        time=time,
    )


def _holder(code: str) -> str:
    return str(Dossier.Holder(code).label)


def _late(days: int) -> str:
    return ngettext("%(days)s working day late", "%(days)s working days late", days) % {"days": days}
