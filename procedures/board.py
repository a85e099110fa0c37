"""What stands on the board of a municipality on a day: alerts, desks with what they do now, where the town hall lies.

Read from `PlacePublication.facts` of the portal, the province and the commune; words are in the active language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.context import current_language
from portal.kernel.now import LOCAL, local_date
from portal.kernel.written import day_in_words
from portal.territory.calendar import WorkingCalendar
from portal.territory.days import calendar
from portal.territory.hours import Opening, Range, in_ramadan, opening_of

from .snapshot import LANGUAGES, Text

WEEKDAYS: Final = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Alert:
    """A closure or an outage told today. `closed`: the desks are shut for as long."""

    text: Text
    first: date
    last: date
    closed: bool

    @property
    def one_day(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Some days of the week and one range: `Monday to Friday`, `08:30 - 16:30`."""

    days: str
    hours: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter of the municipality. `opening`: what it does now, `None` where it gave no hours."""

    name: Text
    place: Text
    phone: str
    email: str
    hours: tuple[HoursLine, ...]
    ramadan: tuple[HoursLine, ...]
    opening: Opening | None
    feast: Text
    today: date

    @property
    def in_ramadan(self) -> bool:
        return bool(self.ramadan) and in_ramadan(self.today)

    @property
    def state(self) -> str:
        """`Open until 16:30`, `Closed today`, `Closed now`; empty without hours."""
        if self.opening is None:
            return ""
        if self.opening.until is not None:
            return gettext("Open today until %(hour)s") % {"hour": _hour(self.opening.until)}
        return gettext("Closed today") if self.opening.all_day else gettext("Closed now")

    @property
    def next(self) -> str:
        """When it opens again: `Opens on Monday at 09:00`; empty while it is open or where nobody knows."""
        if self.opening is None or self.opening.next_day is None or self.opening.next_time is None:
            return ""
        day, hour = self.opening.next_day, _hour(self.opening.next_time)
        if day == self.today:
            return gettext("Opens today at %(hour)s") % {"hour": hour}
        if day == self.today + timedelta(days=1):
            return gettext("Opens tomorrow at %(hour)s") % {"hour": hour}
        if day < self.today + timedelta(days=7):
            return gettext("Opens on %(weekday)s at %(hour)s") % {"weekday": WEEKDAYS[day.weekday()], "hour": hour}
        return gettext("Opens on %(day)s at %(hour)s") % {"day": day_in_words(day), "hour": hour}


@dataclass(frozen=True, slots=True)
class Position:
    """Where the town hall lies, in degrees as plain text: `31.51472`, `-5.53278`."""

    latitude: str
    longitude: str

    @property
    def words(self) -> str:
        return f"{self.latitude}, {self.longitude}"

    @property
    def geo(self) -> str:
        """For an application of maps on the reader's own device."""
        return f"geo:{self.latitude},{self.longitude}"

    @property
    def map_address(self) -> str:
        """A map on another site, opened only by whoever follows the link."""
        return f"https://www.openstreetmap.org/?mlat={self.latitude}&mlon={self.longitude}#map=17/{self.latitude}/{self.longitude}"


@dataclass(frozen=True, slots=True)
class Board:
    alerts: tuple[Alert, ...] = ()
    desks: tuple[Desk, ...] = ()
    position: Position | None = None


def board_of(publications: Iterable[Mapping[str, Any]], *, at: datetime) -> Board:
    """The board at `at` of the facts of one commune, of its province and of the portal, the nearest first."""
    told = list(publications)
    today = local_date(at)
    alerts = tuple(alert for facts in told for alert in _alerts(facts) if alert.first <= today <= alert.last)
    shut = [(alert.first, alert.last) for facts in told for alert in _alerts(facts) if alert.closed]
    desks: tuple[Desk, ...] = ()
    position = None
    for facts in told:
        if facts.get("desks"):
            days = calendar()
            desks = tuple(_desk(desk, days, at, shut) for desk in facts["desks"])
        if facts.get("position"):
            position = Position(**facts["position"])
    return Board(alerts, desks, position)


def _alerts(facts: Mapping[str, Any]) -> list[Alert]:
    return [
        Alert(
            text_of(each.get("text")),
            date.fromisoformat(each["from"]),
            date.fromisoformat(each["until"]),
            bool(each.get("closed")),
        )
        for each in facts.get("alerts") or ()
    ]


def _desk(plain: Mapping[str, Any], days: WorkingCalendar, at: datetime, shut: list[tuple[date, date]]) -> Desk:
    hours = [Range.of(each) for each in plain.get("hours") or ()]
    ramadan = [Range.of(each) for each in plain.get("ramadan") or ()]
    local = at.astimezone(LOCAL)
    opening = opening_of(hours, ramadan, days, local, closed=shut)
    off = opening.off if opening is not None else None
    return Desk(
        name=text_of(plain.get("name")),
        place=text_of(plain.get("place")),
        phone=plain.get("phone") or "",
        email=plain.get("email") or "",
        hours=_lines(hours),
        ramadan=_lines(ramadan),
        opening=opening,
        feast=Text(ar=days.name_of(off, "ar"), fr=days.name_of(off, "fr")) if off else Text(),
        today=local.date(),
    )


def _lines(ranges: Iterable[Range]) -> tuple[HoursLine, ...]:
    between = gettext("%(opens)s – %(closes)s")
    return tuple(
        HoursLine(_days(sorted(each.days)), between % {"opens": _hour(each.opens), "closes": _hour(each.closes)})
        for each in ranges
    )


def _days(numbers: list[int]) -> str:
    """`Monday to Friday` for three days or more in a row, else `Monday, Wednesday`."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return gettext("%(first)s to %(last)s") % {"first": WEEKDAYS[numbers[0]], "last": WEEKDAYS[numbers[-1]]}
    comma = "، " if current_language() == "ar" else ", "
    return comma.join(str(WEEKDAYS[number]) for number in numbers)


def _hour(moment: time) -> str:
    return time_format(moment, "TIME_FORMAT")


def text_of(value: Mapping[str, str] | None) -> Text:
    """Words in up to three languages as a `Text`, without the empty ones."""
    value = value or {}
    return Text(**{language: value.get(language) or None for language in LANGUAGES})
