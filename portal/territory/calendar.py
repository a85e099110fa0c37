"""Which days the administration works: Monday to Friday, without the kingdom's feasts, corrected by decree.

Legal basis: decree 2-05-916 (working days and hours of the State's and the communes' administrations), decree 2-77-169
(days off in the public sector, as completed). The feasts come from the package `holidays`, where those that follow the
moon are estimates; decreed days are plain values given in, and they win. No database here: `portal.territory.days`
makes a calendar of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _
from holidays.countries.morocco import Morocco

from portal.kernel.errors import Invalid

Language = Literal["ar", "fr"]

ONE_DAY: Final = timedelta(days=1)
# Decree 2-05-916, article 1, as `date.weekday()` numbers them: Saturday and Sunday.
WEEKEND: Final = frozenset({5, 6})


class DecreedKind(StrEnum):
    """What a decree or an announcement makes of a day."""

    OFF = "off"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class DecreedDay:
    """One day a decree or an announcement makes off or working, whatever the computed calendar says.

    `reason_fr` and `reason_ar` are shown to people; `source` names the decree or the communiqué.
    """

    day: date
    kind: DecreedKind
    reason_fr: str = ""
    reason_ar: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Feast:
    """The feasts of one day. `estimated`: the day is off only by an estimate of the moon."""

    fr: str
    ar: str
    estimated: bool


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of the Moroccan administration, with `decreed` days over the computed feasts.

    `weekend`: the days of the week that are off, as `date.weekday()` numbers them. Two calendars with the same decreed
    days are equal and have the same hash, in whatever order the days were given. A day decreed twice raises `Invalid`.
    """

    decreed: tuple[DecreedDay, ...] = ()
    weekend: frozenset[int] = WEEKEND
    _by_day: Mapping[date, DecreedDay] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_day = {decree.day: decree for decree in self.decreed}
        if len(by_day) != len(self.decreed):
            days = [decree.day for decree in self.decreed]
            twice = sorted(day for day in by_day if days.count(day) > 1)
            raise Invalid(
                _("A day is decreed twice in the calendar."),
                code="day_decreed_twice",
                days=[day.isoformat() for day in twice],
            )
        object.__setattr__(self, "decreed", tuple(by_day[day] for day in sorted(by_day)))
        object.__setattr__(self, "_by_day", by_day)

    def is_working_day(self, day: date) -> bool:
        """Whether the administration works on `day`. A decreed day wins over weekend and feast."""
        decree = self._by_day.get(day)
        if decree is not None:
            return decree.kind == DecreedKind.WORKING
        return day.weekday() not in self.weekend and day not in feasts_of(day.year)

    def is_estimated(self, day: date) -> bool:
        """Whether `day` is a feast only by estimate of the moon, and no decree has spoken about it yet."""
        feast = feasts_of(day.year).get(day)
        return feast is not None and feast.estimated and day not in self._by_day

    def estimated_days(self, first: date, last: date) -> tuple[date, ...]:
        """The estimated feasts from `first` to `last`, both included: what may still move a deadline."""
        return tuple(day for day in days_from(first, last) if self.is_estimated(day))

    def name_of(self, day: date, language: Language) -> str:
        """Why `day` is not an ordinary day: the decree's reason, else the feast's name, in Arabic or in French.

        Empty for an ordinary working day and for a plain weekend. The name of an estimated feast does not say that it
        is estimated: `is_estimated` does.
        """
        decree = self._by_day.get(day)
        feast = feasts_of(day.year).get(day)
        named = decree if decree is not None else feast
        if named is None:
            return ""
        if isinstance(named, DecreedDay):
            return named.reason_ar if language == "ar" else named.reason_fr
        return named.ar if language == "ar" else named.fr

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.working_day_from(day + ONE_DAY)

    def working_day_from(self, day: date) -> date:
        """`day` itself if it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, amount: int) -> date:
        """The `amount`-th working day after `day`; `day` itself is not counted. 0 gives `day` back, whatever it is.

        Raises `ValueError` for a negative amount: the law counts forward.
        """
        if amount < 0:
            raise ValueError("working days are counted forward")
        for _nth in range(amount):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days follow `after` up to `until`: `after` is not counted, `until` is.

        Negative when `until` lies before `after`.
        """
        if until < after:
            return -self.working_days_between(until, after)
        return sum(self.is_working_day(day) for day in days_from(after + ONE_DAY, until))


def days_from(first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included; none if `last` lies before `first`."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


@lru_cache(maxsize=64)
def feasts_of(year: int) -> Mapping[date, Feast]:
    """The feasts of `year` by day, from the package `holidays`. Computed once a process; read-only.

    A day is estimated when every feast on it is: on 14 August 2027 Oued Ed-Dahab stands whatever the moon does.
    """
    # The package marks an estimate inside the name, so the name with the mark is compared with the name without it.
    marked = Morocco(years=year, language="fr")
    fr = _plain_names(year, "fr")
    ar = _plain_names(year, "ar")
    return MappingProxyType(
        {
            day: Feast(
                fr=", ".join(fr[day]),
                ar="، ".join(ar[day]),
                estimated=not set(marked.get_list(day)) & set(fr[day]),
            )
            for day in sorted(fr)
        }
    )


def _plain_names(year: int, language: Language) -> dict[date, list[str]]:
    found = Morocco(years=year, language=language, islamic_show_estimated=False)
    return {day: found.get_list(day) for day in found}
