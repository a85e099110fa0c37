"""Two short lists, fit for a phone: what a president decides, and the opinions a member still has to give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F, Prefetch, Q
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.kernel.now import local_date, now
from procedures.snapshot import Text

from ..lifecycle.case import Case
from ..lifecycle.guards import BINDING_FAVOURABLE, NO_BLOCKING_NEGATIVE
from ..models import Act, ActState, Consultation, Dossier
from .inbox import titles_of
from .words import Due, days_words, due_of
from .work import DECIDERS, Desk

# What can be read in two minutes; the next ones follow when these are done.
AT_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class ToDecide:
    """One file before the president: who, where, what the opinions say, the last day, and the act if it has its number.

    `barred`: why it cannot be granted, if it cannot.
    """

    dossier: Dossier
    title: Text
    due: Due
    opinions: list[Consultation]
    act: Act | None
    barred: Promise | str


@dataclass(frozen=True, slots=True)
class ToSay:
    """One opinion to give, with its last day."""

    consultation: Consultation
    title: Text
    late: bool
    days: str


def decisions(request: HttpRequest) -> HttpResponseBase:
    """What waits for the president or the delegate, the most pressing first."""
    desk = _desk(request, *DECIDERS)
    heard = Consultation.objects.filter(round=F("dossier__round")).select_related("body", "opinion").order_by("pk")
    rows = (
        Dossier.objects.visible_to(desk.actor)  # type: ignore[attr-defined]
        .filter(Q(commune__in=desk.communes(*DECIDERS)), holder=Dossier.Holder.PRESIDENT)
        .select_related("commune", "version", "local")
        .defer("answers", "search_text", "version__content")
        .prefetch_related(
            Prefetch("consultations", queryset=heard, to_attr="heard"),
            Prefetch("acts", queryset=Act.objects.filter(state=ActState.PREPARED).defer("facts"), to_attr="prepared"),
        )
        .order_by(F("due_on").asc(nulls_last=True), "pk")[:AT_MOST]
    )
    dossiers = list(rows)
    titles = titles_of({dossier.version_id for dossier in dossiers})
    today = local_date(desk.at)
    waiting = [
        ToDecide(
            dossier=dossier,
            title=titles[dossier.version_id],
            due=due_of(dossier, today=today),
            opinions=dossier.heard,
            act=next(iter(dossier.prepared), None),
            barred=_barred(dossier, desk.at),
        )
        for dossier in dossiers
    ]
    return _page(request, "admin/tracking/dossier/queue.html", title=_("To decide and to sign"), waiting=waiting)


def _barred(dossier: Any, at: datetime) -> Promise | str:
    """The sentence of the opinion that bars a grant; the rows were read with the list."""
    case = Case(dossier, at)
    case.consultations = dossier.heard
    guards = (BINDING_FAVOURABLE, NO_BLOCKING_NEGATIVE)
    return next((guard.sentence for guard in guards if not guard.holds(case)), "")


def opinions(request: HttpRequest) -> HttpResponseBase:
    """The opinions of the bodies this member speaks for."""
    desk = _desk(request, Role.MEMBER)
    visible = Dossier.objects.visible_to(desk.actor)  # type: ignore[attr-defined]
    rows = list(
        desk.consultations()
        .filter(dossier__in=visible.values("pk"))
        .select_related("body", "dossier__commune")
        .defer("dossier__answers", "dossier__search_text")[: 2 * AT_MOST]
    )
    titles = titles_of({row.dossier.version_id for row in rows})
    today = local_date(desk.at)
    waiting = [
        ToSay(
            consultation=row,
            title=titles[row.dossier.version_id],
            late=row.due_on is not None and row.due_on < today,
            days=days_words(row.due_on, today=today) if row.due_on else "",
        )
        for row in rows
    ]
    return _page(request, "admin/tracking/dossier/opinions.html", title=_("Opinions to give"), waiting=waiting)


def _desk(request: HttpRequest, *roles: str) -> Desk:
    assert isinstance(request.user, User)
    desk = Desk(request.user, now())
    if not desk.holds(roles):
        raise PermissionDenied
    return desk


def _page(request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
    shared = {**admin.site.each_context(request), "is_nav_sidebar_enabled": False}
    return TemplateResponse(request, template, {**shared, **context})
