"""The coverage report in the CMS: a municipality and a language a row, for who edits its pages or the law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from portal.territory.models import Commune

from .coverage import Coverage, communes_of, coverage_of


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A row in words of the reader's language."""

    commune: str
    language: str
    home: str
    pages: str
    missing: str
    words: str
    detail: str
    stale: str


class CoverageReportView(ReportView):
    page_title = gettext_lazy("Languages of the communes")
    header_icon = "globe"
    index_url_name = "coverage_report"
    index_results_url_name = "coverage_report"
    paginate_by = 30
    columns = [
        Column("commune", label=gettext_lazy("Commune")),
        Column("language", label=gettext_lazy("Language")),
        Column("home", label=gettext_lazy("Page of the commune")),
        Column("pages", label=gettext_lazy("Pages of procedures")),
        Column("missing", label=gettext_lazy("Pages missing")),
        Column("words", label=gettext_lazy("Procedures with words missing")),
        Column("stale", label=gettext_lazy("Older than their source")),
    ]
    list_export = ["commune", "language", "home", "pages", "missing", "words", "detail", "stale"]
    export_filename = "languages"

    def get_queryset(self) -> Any:
        return communes_of(self.request.user)

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_table(self, object_list: Any) -> Any:
        return super().get_table([] if self.is_export else self._rows(object_list))

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        return self._rows(object_list) if self.is_export else object_list

    def _rows(self, communes: Any) -> list[CoverageRow]:
        names = {"ar": _("Arabic"), "fr": _("French"), "zgh": _("Amazigh")}
        homes = {"live": _("published"), "missing": _("missing"), "stale": _("older than its source")}
        found: list[Commune] = list(communes)
        return [_in_words(row, names[row.language], homes[row.home]) for row in coverage_of(found)]

    @property
    def export_headings(self) -> dict[str, Any]:
        return {column.name: column.label for column in self.columns} | {"detail": _("Words missing by procedure")}

    def write_csv_response(self, queryset: Any) -> HttpResponse:
        """Written at once: a stream would ask for its headings when the language of the request is over."""
        response = HttpResponse(b"".join(self.stream_csv(queryset)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.get_filename()}.csv"'
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": self.get_page_title()},
        ]


def _in_words(row: Coverage, language: str, home: str) -> CoverageRow:
    words = ""
    if row.gaps:
        values = {"count": len(row.gaps), "missing": row.missing_words, "total": row.total_words}
        words = _("%(count)d: %(missing)d of %(total)d texts missing") % values
    return CoverageRow(
        commune=row.commune.name,
        language=language,
        home=home,
        pages=f"{row.published}/{row.possible}",
        missing=", ".join(row.missing_pages),
        words=words,
        detail=", ".join(f"{code} {gap.missing}/{gap.total}" for code, gap in row.gaps.items()),
        stale=", ".join(dict.fromkeys([*row.stale_pages, *row.stale_law])),
    )
