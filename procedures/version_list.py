"""The versions of a procedure in the CMS: when each was made, in force and by whom, and what it changed; and what a
publication of the text as it now stands would change, and would be refused for.

Nothing of it is stored: two snapshots say what changed between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from . import checks
from .attachments import Finding
from .changes import Change, Group, changes
from .models import Procedure, ProcedureVersion, VersionPeriod
from .previews import draft_snapshot
from .snapshot import Snapshot
from .versions import gaps


@dataclass(frozen=True, slots=True)
class Differences:
    """The changes of one group under its heading."""

    heading: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """One version. `publisher`: who published the text it was made of, if the history says so."""

    version: ProcedureVersion
    periods: tuple[VersionPeriod, ...]
    publisher: str
    differences: tuple[Differences, ...]
    first: bool


def grouped(found: tuple[Change, ...]) -> tuple[Differences, ...]:
    """Changes by what they concern; a group without any is left out."""
    headings = {Group.LAW: _("Law"), Group.FORM: _("Form"), Group.TEXT: _("Words")}
    return tuple(
        Differences(headings[group], tuple(own)) for group, own in groupby(found, key=lambda change: change.group)
    )


def listed_versions(procedure: Procedure) -> list[ListedVersion]:
    """Every version of the procedure, the latest first, each with what it changed from the one before it."""
    rows = list(procedure.key.versions.order_by("-number").prefetch_related("periods"))
    published = _publications(procedure)
    listed = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        differences = grouped(changes(before.snapshot, row.snapshot)) if before is not None else ()
        # The version is made when the publication is committed, moments after it is logged.
        publisher = next((name for moment, name in published if moment <= row.frozen_at), "")
        periods = tuple(row.periods.all())
        listed.append(ListedVersion(row, periods, publisher, differences, first=before is None))
    return listed


def _publications(procedure: Procedure) -> list[tuple[Any, str]]:
    """When a text of the procedure was published, the latest first, and by whom (empty: by the portal itself)."""
    texts = Procedure.objects.filter(key_id=procedure.key_id).values_list("pk", flat=True)
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Procedure),
        object_id__in=[str(pk) for pk in texts],
        action="wagtail.publish",
    )
    return [
        (entry.timestamp, str(entry.user) if entry.user else "")
        for entry in entries.select_related("user").order_by("-timestamp")
    ]


def draft_findings(snapshot: Snapshot) -> list[Finding]:
    """What the publication of `snapshot` would be refused for or told, what refuses first."""
    found = [*gaps(snapshot), *checks.findings(snapshot, publishing=True)]
    return sorted(found, key=lambda finding: not finding.blocks)


class LawScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen beside the editor of a procedure, for who may change the law. `object`: the source row."""

    model: type[Procedure] | None = None
    permission_policy: Any = None
    index_url_name: str | None = None
    edit_url_name: str | None = None
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, pk: str, **kwargs: Any) -> HttpResponseBase:
        if not self.permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
            raise Http404
        asked = get_object_or_404(Procedure.objects.select_related("key", "locale"), pk=pk)
        # The law stands in the row of its own language; a translation leads there too.
        self.object = (
            asked
            if asked.is_source
            else get_object_or_404(Procedure, key_id=asked.key_id, locale_id=asked.key.source_locale_id)
        )
        return super().dispatch(request, *args, **kwargs)

    def draft(self) -> Snapshot:
        """The text as it now stands in the editor, published or not."""
        return draft_snapshot(self.object.get_latest_revision_as_object())

    def address(self, name: str, *args: Any) -> str:
        return reverse(Procedure.snippet_viewset.get_url_name(name), args=[self.object.pk, *args])

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        # Made anew: those of the viewset are in the language of whichever request came first.
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(self.index_url_name), "label": _("Procedures")},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]


class VersionsView(LawScreen):
    template_name = "procedures/editing/versions.html"
    page_title = gettext_lazy("Versions and changes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = listed_versions(self.object)
        draft = self.draft()
        last = listed[0].version.snapshot if listed else None
        context = {
            "object": self.object,
            "versions": listed,
            "pending": grouped(changes(last, draft)) if last is not None else (),
            "never_frozen": last is None,
            "findings": draft_findings(draft),
            "cases_url": self.address("cases"),
            "edit_url": reverse(self.edit_url_name, args=[self.object.pk]),
        }
        return super().get_context_data(**context, **kwargs)
