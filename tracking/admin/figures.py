"""Figures of a province for who oversees it: the follow-up committee sees numbers only, the governor also whose file is late."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.accounts.models import Role
from portal.accounts.rights import grants_of
from portal.kernel.now import now
from portal.territory.models import Province

from ..oversight.figures import late_files, report_of

OVERSEERS = frozenset({Role.FOLLOW_UP_MEMBER, Role.GOVERNOR, Role.COMMITTEE_SECRETARY})
# The planning committee studies files, the governor answers for delays; the follow-up committee reads no file.
_SEE_FILES = frozenset({Role.GOVERNOR, Role.COMMITTEE_SECRETARY})


def provinces_overseen(request: HttpRequest) -> dict[Province, bool]:
    """The provinces whose figures the officer may read, each with whether its late files are named too."""
    found: dict[Province, bool] = {}
    for grant in grants_of(request.user):
        if grant.role in OVERSEERS and grant.province is not None:
            found[grant.province] = found.get(grant.province, False) or grant.role in _SEE_FILES
    return found


def figures(request: HttpRequest) -> HttpResponseBase:
    """The figures of each province the officer oversees."""
    overseen = provinces_overseen(request)
    if not overseen:
        raise PermissionDenied
    at = now()
    reports: list[dict[str, Any]] = [
        {"report": report_of(province, at=at), "late": late_files(province, at=at) if named else None}
        for province, named in overseen.items()
    ]
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Figures"),
        "reports": reports,
        "at": at,
    }
    return TemplateResponse(request, "admin/tracking/figures.html", context)
