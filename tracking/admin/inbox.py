"""The inbox: what waits for an officer, by last day; what else they may look up, by tab and by search.

A page is read by key, never by number: its cost does not grow with the register. Files whose clock runs come first, by
last day; then those on which no clock presses. There is no count of all files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.kernel.now import local_date
from portal.kernel.text import WESTERN_DIGITS, normalise
from portal.territory.models import Commune
from procedures.models import ProcedureVersion
from procedures.snapshot import Text

from ..lifecycle.table import RUNNING
from ..models import Dossier, DossierState
from .words import Due, due_of, masked_identity
from .work import Desk

PAGE: Final = 50
MAX_LENGTH: Final = 100
MINE, OPEN, LATE, CLOSED, ALL = "mine", "open", "late", "closed", "all"
TABS: Final[Mapping[str, Promise]] = {
    MINE: _("For me to act on"),
    OPEN: _("All open"),
    LATE: _("Late"),
    CLOSED: _("Closed files"),
    ALL: _("All"),
}
_ENDED: Final = tuple(state for state in DossierState if state.ends)
_PRESSING: Final = Q(state__in=tuple(RUNNING), due_on__isnull=False)
_REFERENCE: Final = re.compile(r"\d{8,12}(-[A-Z0-9]+)*-?")
# What a row shows: answers, search text and frozen version stay in the database.
_COLUMNS: Final = (
    "reference", "version_id", "applicant_name", "applicant_cnie", "state", "state_since", "holder", "filed_at",
    "due_on", "wait_until", "overdue_since", "closed_at", "commune__name_fr", "commune__name_ar", "commune__name_zgh",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the list, in the words of the screen."""

    dossier: Dossier
    title: Text
    identity: str
    due: Due


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; anything unknown is as if it had not been asked."""

    tab: str = MINE
    words: str = ""
    commune: int | None = None
    after: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """From the parameters `tab`, `q`, `commune` and `after`. Whoever searches looks everywhere unless they say where."""
        words = query.get("q", "").strip()[:MAX_LENGTH]
        tab = query.get("tab", "")
        commune = query.get("commune", "")
        return cls(
            tab=tab if tab in TABS else (ALL if words else MINE),
            words=words,
            commune=int(commune) if commune.isascii() and commune.isdigit() and len(commune) < 10 else None,
            after=query.get("after", ""),
        )


class Inbox:
    """One page of an officer's list."""

    def __init__(self, desk: Desk, asked: Asked) -> None:
        self.desk = desk
        self.asked = asked

    @cached_property
    def _page(self) -> tuple[list[Dossier], str]:
        rows = self.rows(self.asked.after, limit=PAGE + 1)
        return rows[:PAGE], cursor_of(rows[PAGE - 1], self.by_filing) if len(rows) > PAGE else ""

    @property
    def page(self) -> list[Row]:
        """The files of this page."""
        return list(self.described(self._page[0]))

    @property
    def next(self) -> str:
        """What `after` must be for the next page; empty at the end."""
        return self._page[1]

    @property
    def by_filing(self) -> bool:
        """Whether the tab shows what was filed last first, because no last day orders closed files."""
        return self.asked.tab in (CLOSED, ALL)

    def base(self) -> QuerySet[Dossier]:
        """The files of the tab and of the search, as far as this officer may see them."""
        asked = self.asked
        rows = Dossier.objects.visible_to(self.desk.actor).filter(self.desk.reach)
        if asked.tab in (MINE, OPEN, LATE):
            # Whatever else is asked: the indexes of open files stay as small as the work at hand.
            rows = rows.filter(closed_at__isnull=True)
        if asked.tab == MINE:
            rows = rows.filter(self.desk.mine)
        elif asked.tab == LATE:
            rows = rows.filter(_PRESSING, due_on__lt=local_date(self.desk.at))
        elif asked.tab == CLOSED:
            rows = rows.filter(state__in=_ENDED)
        if asked.commune is not None:
            rows = rows.filter(commune=asked.commune)
        return rows.filter(found_by(asked.words)) if asked.words else rows

    def rows(self, after: str, *, limit: int) -> list[Dossier]:
        """At most `limit` files after the key `after`, in the order of the tab."""
        base = self.base().select_related("commune").only(*_COLUMNS)
        kind, _colon, key = after.partition(":")
        if self.by_filing:
            return list(_after_filing(base, key).order_by("-filed_at", "-pk")[:limit])
        found: list[Dossier] = []
        if kind != "o":
            pressing = _after_due(base.filter(_PRESSING), key).order_by("due_on", "pk")
            found = list(pressing[:limit])
        if len(found) < limit:
            others = base.exclude(_PRESSING)
            if kind == "o":
                others = others.filter(pk__gt=_number(key))
            found += others.order_by("pk")[: limit - len(found)]
        return found

    def described(self, dossiers: list[Dossier]) -> Iterator[Row]:
        """Each file in words; the titles are read once for all of them."""
        titles = titles_of({dossier.version_id for dossier in dossiers})
        today = local_date(self.desk.at)
        for dossier in dossiers:
            yield Row(
                dossier=dossier,
                title=titles[dossier.version_id],
                identity=masked_identity(dossier.applicant_cnie),
                due=due_of(dossier, today=today),
            )

    def everything(self, *, at_most: int) -> Iterator[Row]:
        """The files of the tab from the first on, a page at a time: for the file an officer takes away."""
        after, given = "", 0
        while given < at_most:
            dossiers = self.rows(after, limit=min(500, at_most - given))
            if not dossiers:
                return
            yield from self.described(dossiers)
            given += len(dossiers)
            after = cursor_of(dossiers[-1], self.by_filing)

    def communes(self) -> list[Commune]:
        """The communes to choose from, when there are several."""
        codes = self.desk.all_communes
        return sorted(Commune.objects.filter(pk__in=codes), key=str) if len(codes) > 1 else []


def titles_of(versions: set[int]) -> dict[int, Text]:
    """The procedure's title by version."""
    rows = ProcedureVersion.objects.filter(pk__in=versions).defer("content") if versions else []
    return {version.pk: version.snapshot.prose.title for version in rows}


def found_by(words: str) -> Q:
    """Files whose reference begins so, or that have every word in their search text."""
    reference = re.sub(r"[\s\u2010-\u2015/_.-]+", "-", words.translate(WESTERN_DIGITS).upper())
    if _REFERENCE.fullmatch(reference):
        return Q(reference__startswith=reference)
    found = Q()
    for word in normalise(words).split():
        found &= Q(search_text__contains=word)
    return found


def cursor_of(dossier: Dossier, by_filing: bool) -> str:
    """The key of the last file of a page."""
    if by_filing:
        return f"f:{dossier.filed_at.isoformat()}|{dossier.pk}"
    if dossier.state in RUNNING and dossier.due_on is not None:
        return f"d:{dossier.due_on.isoformat()}|{dossier.pk}"
    return f"o:{dossier.pk}"


def _after_due(rows: QuerySet[Dossier], key: str) -> QuerySet[Dossier]:
    moment, pk = _read(key)
    if moment is None:
        return rows
    day = moment.date()
    # The first condition lets the index begin at the day; the second passes over what was shown.
    return rows.filter(due_on__gte=day).exclude(due_on=day, pk__lte=pk)


def _after_filing(rows: QuerySet[Dossier], key: str) -> QuerySet[Dossier]:
    moment, pk = _read(key)
    if moment is None or moment.tzinfo is None:
        return rows
    return rows.filter(filed_at__lte=moment).exclude(filed_at=moment, pk__gte=pk)


def _read(key: str) -> tuple[datetime | None, int]:
    text, _bar, pk = key.partition("|")
    try:
        moment = datetime.fromisoformat(text)
        # The ends of the calendar have no counterpart in another zone.
        return (moment.astimezone(UTC) if moment.tzinfo else moment), _number(pk)
    except (ValueError, OverflowError):
        return None, 0


def _number(text: str) -> int:
    """What a key of the address names; anything else is as if nothing had been asked."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
