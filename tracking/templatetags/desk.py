"""The desk's own line of links, by role, and small words of its tables."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.accounts.rights import grants_of
from portal.kernel.now import now

from ..admin.figures import OVERSEERS
from ..admin.work import DECIDERS, OF_A_COMMUNE, READERS, Desk

register = template.Library()

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


@register.inclusion_tag("admin/tracking/nav.html", takes_context=True)
def desk_nav(context: template.Context) -> dict[str, Any]:
    """The links of the roles in force today; the present one is marked."""
    request = context.get("request")
    user: User | AnonymousUser = request.user if request is not None else AnonymousUser()
    here = request.path if request is not None else ""
    desk = Desk(user, now()) if grants_of(user) else None
    links = []
    for roles, name, words, icon in _LINKS:
        if desk is not None and desk.holds(roles):
            address = reverse(f"admin:{name}")
            links.append((address, words, icon, here == address))
    return {"links": links}


@register.filter
def days(value: float | None) -> str:
    """A number of days with one decimal, or a dash."""
    return "–" if value is None else number_format(value, decimal_pos=1)
