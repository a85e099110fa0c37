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

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum, Window
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
# What medians are taken over, and the columns that tell their groups apart.
_GROUPS: Final[dict[str, tuple[str, ...]]] = {"line": _BY, "place": ("commune",), "law": ("key",), "total": ()}


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
    """The figures of the communes of `province` as they stand at `at`; five queries, whatever the number of files."""
    communes = {c.pk: c for c in Commune.objects.filter(province=province)}
    unordered = _counts(province, at)
    titles = _titles({key for _commune, key in unordered})
    counts = dict(sorted(unordered.items(), key=lambda item: (communes[item[0][0]].code, titles[item[0][1]][0])))
    medians = _medians(province, at)
    lines = tuple(
        Line(communes[commune], *titles[key], count.figures(medians.get((commune, key))))
        for (commune, key), count in counts.items()
    )
    return Report(
        province=province,
        total=_sum(counts.values()).figures(medians.get((None, None))),
        communes=tuple(
            (communes[pk], count.figures(medians.get((pk, None)))) for pk, count in _grouped(counts, 0).items()
        ),
        procedures=tuple(
            (titles[pk][1], count.figures(medians.get((None, pk)))) for pk, count in _grouped(counts, 1).items()
        ),
        lines=lines,
    )


@dataclass(frozen=True, slots=True)
class _Count:
    """What is counted of one group. `spent`: the sum of the delays of its `notified` decisions."""

    open: int = 0
    late: int = 0
    decided: int = 0
    notified: int = 0
    spent: timedelta = timedelta()

    def __add__(self, other: _Count) -> _Count:
        return _Count(
            self.open + other.open,
            self.late + other.late,
            self.decided + other.decided,
            self.notified + other.notified,
            self.spent + other.spent,
        )

    def figures(self, median: float | None) -> Figures:
        average = _days(self.spent / self.notified) if self.notified else None
        return Figures(open=self.open, late=self.late, decided=self.decided, average=average, median=median)


Counts = dict[tuple[int, int], _Count]


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
    counts = {(row["commune"], row["key"]): _Count(row["open"], row["late"]) for row in rows}
    decided = (
        _decided(province, at)
        .values(*_BY)
        .annotate(decided=Count("pk", distinct=True), notified=Count("pk"), total=Sum("spent"))
    )
    for row in decided:
        counts[row["commune"], row["key"]] += _Count(
            decided=row["decided"], notified=row["notified"], spent=row["total"]
        )
    return counts


def _decided(province: Province, at: datetime) -> QuerySet[Dossier]:
    """The files whose decision was notified within the year, with the delay: an act of another kind is no decision."""
    spent = ExpressionWrapper(F("decisions__act__notified_on") - F("complete_at"), output_field=DurationField())
    return (
        Dossier.objects.filter(
            commune__province=province,
            decisions__act__notified_on__gt=at - YEAR,
            decisions__act__notified_on__lte=at,
            complete_at__isnull=False,
        )
        .order_by()
        .annotate(spent=spent)
    )


def _medians(province: Province, at: datetime) -> dict[tuple[int | None, int | None], float]:
    """Median delay in days by (commune, procedure), by (commune, `None`), by (`None`, procedure) and by (`None`, `None`).

    The middle row of each group, or the middle two: one statement that both databases understand, whatever the files.
    """
    rows = _decided(province, at)
    is_middle = Q()
    for name, by in _GROUPS.items():
        partition = [F(column) for column in by] or None
        order = [F("spent").asc(), F("pk").asc()]
        rows = rows.annotate(
            **{
                f"{name}_twice": Window(RowNumber(), partition_by=partition, order_by=order) * 2,
                f"{name}_size": Window(Count("pk"), partition_by=partition),
            }
        )
        is_middle |= _middle(name)
    found: dict[tuple[int | None, int | None], list[timedelta]] = {}
    for row in rows.filter(is_middle).values(
        "commune_id", "key_id", "spent", *(f"{n}_{w}" for n in _GROUPS for w in ("twice", "size"))
    ):
        for name, by in _GROUPS.items():
            if row[f"{name}_size"] <= row[f"{name}_twice"] <= row[f"{name}_size"] + 2:
                commune, key = (row[f"{column}_id"] if column in by else None for column in _BY)
                found.setdefault((commune, key), []).append(row["spent"])
    return {group: mean(_days(spent) for spent in delays) for group, delays in found.items()}


def _middle(name: str) -> Q:
    return Q(**{f"{name}_twice__gte": F(f"{name}_size"), f"{name}_twice__lte": F(f"{name}_size") + 2})


def _days(spent: timedelta) -> float:
    return spent.total_seconds() / 86400


def _grouped(counts: Counts, place: int) -> dict[int, _Count]:
    """The counts by commune (`place` 0) or by procedure (1)."""
    groups: dict[int, _Count] = {}
    for key, count in counts.items():
        groups[key[place]] = groups.get(key[place], _Count()) + count
    return groups


def _sum(counts: Iterable[_Count]) -> _Count:
    return sum(counts, start=_Count())


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
