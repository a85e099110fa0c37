"""The desk's own line of links, by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role
from portal.accounts.rights import grants_of
from portal.kernel.now import now

from ..admin.figures import OVERSEERS
from ..admin.work import DECIDERS, OF_A_COMMUNE, READERS, Desk
from ..models import Dossier

register = template.Library()

# Beyond this the exact number tells nobody anything, and counting it would cost as much as reading it.
MANY = 99

_ACTS = OF_A_COMMUNE | {Role.COMMITTEE_SECRETARY, Role.GOVERNOR, Role.CONTROLLER}
_LINKS: tuple[tuple[frozenset[Role], str, Promise, str], ...] = (
    (DECIDERS, "tracking_dossier_queue", _("To decide and to sign"), "stamp"),
    (frozenset({Role.MEMBER}), "tracking_dossier_opinions", _("Opinions to give"), "scales"),
    (READERS, "tracking_dossier_changelist", _("Inbox"), "folder"),
    (
        frozenset({Role.COMMITTEE_SECRETARY, Role.MEMBER}),
        "tracking_commissionsession_changelist",
        _("Sessions"),
        "calendar",
    ),
    (_ACTS, "tracking_act_changelist", _("Acts"), "document"),
    (frozenset({Role.CLERK}), "tracking_dossier_paper_filing", _("Filing on paper"), "edit"),
    (OVERSEERS, "tracking_dossier_figures", _("Figures"), "eye"),
    (frozenset({Role.OPERATOR}), "tracking_notice_changelist", _("Outbox"), "mail"),
    (frozenset({Role.OPERATOR}), "tracking_event_changelist", _("Check a journal"), "shield"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One way of the desk. `current`: the page one is on."""

    address: str
    words: Promise
    icon: str
    current: bool


@register.simple_tag(takes_context=True)
def desk_links(context: template.Context) -> list[Link]:
    """The ways open to the roles in force today."""
    request = context.get("request")
    if request is None or not grants_of(request.user):
        return []
    desk = Desk(request.user, now())
    return [
        Link(reverse(f"admin:{name}"), words, icon, request.path == reverse(f"admin:{name}"))
        for roles, name, words, icon in _LINKS
        if desk.holds(roles)
    ]


@register.simple_tag(takes_context=True)
def desk_waiting(context: template.Context) -> int | None:
    """How many files the officer has to act on now, at most one more than `MANY`; `None` for who reads no file."""
    desk = Desk(context["request"].user, now())
    if not desk.holds(READERS):
        return None
    rows = Dossier.objects.visible_to(desk.actor).filter(desk.reach, desk.mine, closed_at__isnull=True)
    return rows.order_by()[: MANY + 1].count()


@register.inclusion_tag("admin/tracking/nav.html", takes_context=True)
def desk_nav(context: template.Context) -> dict[str, Any]:
    """The line of links over every page of the desk."""
    return {"links": desk_links(context)}
