"""The report of uncertain law in the CMS, for law editors: what `manage.py review_law` lists, filtered and exported."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from .models import Procedure
from .models.choices import Confidence
from .uncertain import UNCERTAIN, UncertainRule, snapshots_to_review, uncertain_rules

MAY_SEE: Final = "procedures.change_procedure"


class LawReportView(ReportView):
    """`?confidence=low` and `?code=U6` narrow it."""

    permission_policy = ModelPermissionPolicy(Procedure)
    permission_required = "change"
    page_title = gettext_lazy("Law to be confirmed")
    header_icon = "warning"
    template_name = "procedures/editing/law_report.html"
    index_url_name = "law_report"
    index_results_url_name = "law_report"
    columns = [
        Column("code", label=gettext_lazy("Procedure"), classname="law-code"),
        Column("words", label=gettext_lazy("Rule")),
        Column("source", label=gettext_lazy("Source")),
        Column("confidence_words", label=gettext_lazy("Confidence")),
    ]
    list_export = ["code", "place", "words", "source", "confidence", "confidence_words"]
    export_filename = "law-to-confirm"

    def get_queryset(self) -> list[UncertainRule]:
        asked = self.request.GET.get("confidence", "")
        self.confidence = asked if asked in [str(word) for word in UNCERTAIN] else ""
        self.code = self.request.GET.get("code", "")[:12]
        return [
            rule
            for snapshot in snapshots_to_review(code=self.code)
            for rule in uncertain_rules(snapshot, confidence=self.confidence)
        ]

    def filter_queryset(self, queryset: list[UncertainRule]) -> list[UncertainRule]:
        return queryset

    @property
    def export_headings(self) -> dict[str, Any]:
        return {
            "code": _("Procedure"),
            "place": _("Place"),
            "words": _("Rule"),
            "source": _("Source"),
            "confidence": _("Code of the confidence"),
            "confidence_words": _("Confidence"),
        }

    def write_csv_response(self, queryset: list[UncertainRule]) -> HttpResponse:
        """Written at once: a stream would ask for its headings when the language of the request is over."""
        response = HttpResponse(b"".join(self.stream_csv(queryset)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.get_filename()}.csv"'
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        choices = [("", _("All")), *((str(word), Confidence(word).label) for word in UNCERTAIN)]
        return context | {"confidence": self.confidence, "code": self.code, "choices": choices}


def may_see_law(request: HttpRequest) -> bool:
    """Whether the reader edits the law."""
    return bool(request.user.has_perm(MAY_SEE))
