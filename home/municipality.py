"""What the page of a municipality shows: its board, its procedures by what people ask most, its plans, its news.

A fixed number of queries, whatever the rows: one for what places publish, one for the pages beneath.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q
from wagtail.models import Page

from portal.kernel.now import local_date
from portal.territory import publishing
from portal.territory.models import PlacePublication, Province
from portal.territory.planning import Plan, planning_of
from procedures.board import Board, board_of
from procedures.models import ProcedureKey
from procedures.planning_words import PlanNotice, notices_of
from procedures.said import published_in
from tracking.oversight.asked import most_asked

from .models import MunicipalityPage, NewsPage
from .places import PublishedProcedure, snapshots_in_force

_MOST_ASKED: Final = 3
_NEWS: Final = 3
# Fewer procedures than this are shown at once, without "the most asked" before them.
_MANY: Final = 8
_ASKED_WITHIN: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Linked:
    """A page beneath: its title, its address, the day of a news."""

    title: str
    address: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Family:
    """The procedures of one family, under its name."""

    name: str
    procedures: tuple[PublishedProcedure, ...]


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """`plans` is empty where the commune has told of none: the guide of a building permit says that it is unknown."""

    board: Board
    first: tuple[PublishedProcedure, ...]
    families: tuple[Family, ...]
    plans: tuple[PlanNotice, ...]
    news: tuple[Linked, ...]
    more_news: bool
    pages: tuple[Linked, ...]


def seen_at(
    page: MunicipalityPage, *, at: datetime, typed: tuple[Mapping[str, Any], list[Plan]] | None = None
) -> MunicipalityView:
    """What is shown at `at`; `typed`: facts and plans of a page not yet published, for its preview."""
    commune, day = page.commune, local_date(at)
    publications, plans = published_in(commune, at=at)
    if typed is not None:
        publications, plans = (typed[0], *publications[1:]), tuple(typed[1])
    procedures, news, pages = _beneath(page)
    asked = most_asked(commune.pk, since=at - _ASKED_WITHIN)
    by_use = sorted(procedures, key=lambda each: (-asked.get(each.snapshot.code, 0), each.snapshot.code))
    return MunicipalityView(
        board=board_of(publications, at=at),
        first=tuple(by_use[:_MOST_ASKED]) if len(procedures) >= _MANY else (),
        families=_families(procedures),
        plans=_plans(plans, urban=commune.is_urban, on=day) if plans else (),
        news=tuple(news[:_NEWS]),
        more_news=len(news) > _NEWS,
        pages=tuple(pages),
    )


def _beneath(page: MunicipalityPage) -> tuple[list[PublishedProcedure], list[Linked], list[Linked]]:
    """Procedures in force, the newest news (one more than is shown), other pages: one query, and that of the versions."""
    in_force = snapshots_in_force()
    newest = NewsPage.objects.child_of(page).live().order_by("-day", "-pk").values("pk")[: _NEWS + 1]
    shown = Q(procedurepage__isnull=False) | Q(contentpage__isnull=False) | Q(pk__in=newest)
    rows = (
        Page.objects.child_of(page)
        .live()
        .filter(shown)
        .order_by(F("newspage__day").desc(nulls_last=True), "path")
        .values_list("slug", "title", "procedurepage__key_id", "newspage__day")
    )
    procedures, news, pages = [], [], []
    for slug, title, key_id, day in rows:
        if key_id in in_force:
            procedures.append(PublishedProcedure(in_force[key_id], f"{slug}/"))
        elif day is not None:
            news.append(Linked(title, f"{slug}/", day))
        elif key_id is None:
            pages.append(Linked(title, f"{slug}/", None))
    return procedures, news, pages


def _families(procedures: list[PublishedProcedure]) -> tuple[Family, ...]:
    families = []
    for code, name in ProcedureKey.Family.choices:
        own = [each for each in procedures if each.snapshot.family == code]
        if own:
            families.append(Family(name, tuple(sorted(own, key=lambda each: _in_order(each.snapshot.code)))))
    return tuple(families)


def _in_order(code: str) -> tuple[str, int]:
    """`U2` before `U10`."""
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0)


def _plans(plans: tuple[Plan, ...], *, urban: bool, on: date) -> tuple[PlanNotice, ...]:
    rules = publishing.rules()
    return notices_of(planning_of(plans, on, rules), urban=urban, on=on, rules=rules)


def province_board(province: Province | None, *, at: datetime) -> Board:
    """The alerts of a province and of the portal, or with no province of the portal alone: one query."""
    rows = PlacePublication.objects.around(province_id=province.pk if province else None).in_force(at=at)
    told = sorted(rows, key=lambda row: row.province_id is None)
    return board_of([row.facts for row in told], at=at)
