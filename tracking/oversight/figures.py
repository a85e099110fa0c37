"""How many files are open, late and decided in a province, and in how many days they were decided.

A delay is counted in days from the complete filing to the notification of the decision, for what was notified within the
last year. Averages and medians over fewer than `TOO_FEW` decisions are withheld from the public: they would tell a person's
case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean
from typing import Any, Final

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from portal.kernel.now import local_date
from portal.territory.models import Commune, Province
from procedures.models import ProcedureVersion
from procedures.snapshot import Text

from ..lifecycle.table import RUNNING
from ..models import Dossier, DossierState

YEAR: Final = timedelta(days=365)
TOO_FEW: Final = 5
_ENDED: Final = tuple(state for state in DossierState if state.ends)
_BY: Final = ("commune", "key")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one group of files. `average` and `median`: days, `None` where nothing was decided."""

    open: int = 0
    late: int = 0
    decided: int = 0
    average: float | None = None
    median: float | None = None

    @property
    def late_share(self) -> int:
        """Late files in a hundred open ones."""
        return round(100 * self.late / self.open) if self.open else 0

    def for_the_public(self) -> Figures:
        """The same, without what few decisions would tell of one person's case."""
        if self.decided >= TOO_FEW:
            return self
        return Figures(open=self.open, late=self.late, decided=self.decided)


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one commune and procedure."""

    commune: Commune
    code: str
    title: Text
    figures: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """A province: everything together, by commune, by procedure, and by both. Groups without any file are left out."""

    province: Province
    total: Figures
    communes: tuple[tuple[Commune, Figures], ...]
    procedures: tuple[tuple[Text, Figures], ...]
    lines: tuple[Line, ...]


def report_of(province: Province, *, at: datetime) -> Report:
    """The figures of the communes of `province` as they stand at `at`."""
    communes = {c.pk: c for c in Commune.objects.filter(province=province)}
    unordered = _counts(province, at)
    titles = _titles({key for _commune, key in unordered})
    counts = dict(sorted(unordered.items(), key=lambda item: (communes[item[0][0]].code, titles[item[0][1]][0])))
    delays = _delays(province, at, _BY)
    lines = tuple(
        Line(communes[commune], *titles[key], _figures(row, delays.get((commune, key))))
        for (commune, key), row in counts.items()
    )
    return Report(
        province=province,
        total=_figures(_sum(counts.values()), _delays(province, at, ()).get(())),
        communes=tuple((communes[pk], figures) for (pk,), figures in _grouped(province, counts, at, "commune", 0)),
        procedures=tuple((titles[pk][1], figures) for (pk,), figures in _grouped(province, counts, at, "key", 1)),
        lines=lines,
    )


Counts = dict[tuple[int, int], dict[str, int]]


def _counts(province: Province, at: datetime) -> Counts:
    today = local_date(at)
    rows = (
        Dossier.objects.filter(commune__province=province)
        .order_by()
        .values(*_BY)
        .annotate(
            open=Count("pk", filter=~Q(state__in=_ENDED)),
            late=Count("pk", filter=Q(state__in=tuple(RUNNING), due_on__lt=today)),
        )
    )
    counts = {(row["commune"], row["key"]): {"open": row["open"], "late": row["late"], "decided": 0} for row in rows}
    decided = _decided(province, at).order_by().values(*_BY).annotate(decided=Count("pk", distinct=True))
    for row in decided:
        counts[(row["commune"], row["key"])]["decided"] = row["decided"]
    return counts


def _decided(province: Province, at: datetime) -> QuerySet[Dossier]:
    """The files whose decision was notified within the year, each once: an act of another kind is no decision."""
    return Dossier.objects.filter(
        commune__province=province,
        decisions__act__notified_on__gt=at - YEAR,
        decisions__act__notified_on__lte=at,
        complete_at__isnull=False,
    )


def _delays(province: Province, at: datetime, by: tuple[str, ...]) -> dict[tuple[int, ...], tuple[float, float]]:
    """Average and median delay in days, by the columns `by`; two queries, whatever the number of files."""
    spent = ExpressionWrapper(F("decisions__act__notified_on") - F("complete_at"), output_field=DurationField())
    rows = _decided(province, at).order_by().annotate(spent=spent)
    # The constant groups all files together where nothing else does.
    grouped = rows.annotate(together=Value(1)).values("together", *by).annotate(average=Avg("spent"))
    averages = {_key(row, by): row["average"] for row in grouped}
    partition = [F(name) for name in by] or None
    # The middle row of each group, or the middle two: one statement that both databases understand.
    middle = (
        rows.annotate(
            place=Window(RowNumber(), partition_by=partition, order_by=[F("spent").asc(), F("pk").asc()]),
            size=Window(Count("pk"), partition_by=partition),
        )
        .annotate(twice=F("place") * 2)
        .filter(twice__gte=F("size"), twice__lte=F("size") + 2)
        .values_list(*by, "spent")
    )
    medians: dict[tuple[int, ...], list[timedelta]] = {}
    for row in middle:
        medians.setdefault(tuple(row[:-1]), []).append(row[-1])
    return {
        key: (_days(average), mean(_days(spent) for spent in medians[key]))
        for key, average in averages.items()
        if average is not None
    }


def _key(row: dict[str, Any], by: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(row[name] for name in by)


def _days(spent: timedelta) -> float:
    return spent.total_seconds() / 86400


def _grouped(
    province: Province, counts: Counts, at: datetime, name: str, place: int
) -> list[tuple[tuple[int], Figures]]:
    delays = _delays(province, at, (name,))
    groups: dict[int, list[dict[str, int]]] = {}
    for key, row in counts.items():
        groups.setdefault(key[place], []).append(row)
    return [((pk,), _figures(_sum(rows), delays.get((pk,)))) for pk, rows in groups.items()]


def _sum(rows: Iterable[dict[str, int]]) -> dict[str, int]:
    total = {"open": 0, "late": 0, "decided": 0}
    for row in rows:
        for name in total:
            total[name] += row[name]
    return total


def _figures(counts: dict[str, int], delay: tuple[float, float] | None) -> Figures:
    average, median = delay if delay else (None, None)
    return Figures(**counts, average=average, median=median)


def _titles(keys: set[int]) -> dict[int, tuple[str, Text]]:
    """Code and latest title of each procedure."""
    rows = ProcedureVersion.objects.filter(key__in=keys).select_related("key").defer("content").order_by("number")
    return {row.key_id: (row.key.code, row.snapshot.prose.title) for row in rows}


@dataclass(frozen=True, slots=True)
class LateFile:
    """One late file: its reference, whose it is to act, and since how many days."""

    pk: int
    reference: str
    commune: Commune
    late: tuple[str, ...]
    days: int


def late_files(province: Province, *, at: datetime, at_most: int = 200) -> list[LateFile]:
    """The late files of `province`, the latest first, each with who is late: for the governor (RGC 49)."""
    today = local_date(at)
    rows = (
        Dossier.objects.filter(commune__province=province, state__in=tuple(RUNNING), due_on__lt=today)
        .select_related("commune")
        .only("reference", "holder", "due_on", "round", "commune__name_fr", "commune__name_ar", "commune__name_zgh")
        .prefetch_related("consultations__body", "consultations__opinion")
        .order_by("due_on", "pk")[:at_most]
    )
    return [
        LateFile(row.pk, row.reference, row.commune, _late_parties(row, today), (today - row.due_on).days)
        for row in rows
        if row.due_on is not None
    ]


def _late_parties(dossier: Dossier, today: Any) -> tuple[str, ...]:
    """The bodies whose own day passed without an opinion, or else whoever holds the file."""
    bodies = tuple(
        str(row.body)
        for row in dossier.consultations.all()
        if row.round == dossier.round
        and not hasattr(row, "opinion")
        and not row.absent
        and row.due_on is not None
        and row.due_on < today
    )
    holds = dossier.holder in (Dossier.Holder.BODIES, Dossier.Holder.SECRETARIAT)
    return bodies if bodies and holds else (dossier.get_holder_display(),)
