"""The law editor's form and panels of a procedure: a tab for words, law, documents, circuit, fees and form."""

from __future__ import annotations

from typing import Any

from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface

from . import checks
from .assembly import Translations, assemble
from .panels import LawTab
from .versions import blocking

_CHILDREN = ("terms", "circuit", "documents", "fees", "legal_bases")


class _Rows:
    """Rows of a formset behind the interface of a related manager."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def all(self) -> list[Any]:
        return self._rows


class _Typed:
    """A procedure with the rows just typed, before anything is saved."""

    def __init__(self, form: ProcedureForm) -> None:
        self._procedure = form.instance
        for name in _CHILDREN:
            if name in form.formsets:
                setattr(self, name, _Rows(_kept_rows(form.formsets[name])))
        self.form = form.cleaned_data.get("form", form.instance.form)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._procedure, name)


def _kept_rows(formset: BaseFormSet) -> list[Any]:
    deleted = formset.deleted_forms
    return [form.instance for form in formset.ordered_forms if form not in deleted]


class ProcedureForm(WagtailAdminModelForm):
    """Refuses what could not be applied: unreadable conditions, names nobody asks for, rings, doubles."""

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if valid and self.instance.key_id and self.instance.is_source:
            typed: Any = _Typed(self)
            snapshot = assemble(typed, Translations(self.instance.locale.language_code, {}))
            for finding in blocking(checks.findings(snapshot)):
                self.add_error(None, str(finding.sentence))
            return not self.errors
        return valid


_ORIGIN = ("source", "confidence")


def _row(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name) for name in (*names, *_ORIGIN)]


EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("title"),
                FieldPanel("summary"),
                FieldPanel("who"),
                FieldPanel("outcome"),
                FieldPanel("explanation"),
                FieldPanel("warning"),
                FieldPanel("appeal"),
                PublishingPanel(),
            ],
            heading=_("Words"),
        ),
        LawTab(
            [
                MultiFieldPanel(
                    [FieldPanel("key"), FieldPanel("act"), FieldPanel("authority"), FieldPanel("in_force_from")],
                    heading=_("Act"),
                ),
                InlinePanel(
                    "terms",
                    panels=_row("amount", "unit", "start_event", "stop_event", "franc", "carry_over", "when"),
                    heading=_("Terms"),
                ),
                MultiFieldPanel(
                    [FieldPanel("silence_grants"), FieldPanel("silence_source"), FieldPanel("silence_confidence")],
                    heading=_("Silence"),
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("validity_amount"),
                        FieldPanel("validity_unit"),
                        FieldPanel("validity_starts"),
                        FieldPanel("validity_renewable"),
                        FieldPanel("validity_ends"),
                        FieldPanel("validity_source"),
                        FieldPanel("validity_confidence"),
                    ],
                    heading=_("Validity"),
                ),
                InlinePanel("legal_bases", panels=_row("code", "articles", "title"), heading=_("Legal bases")),
            ],
            heading=_("Law"),
        ),
        LawTab(
            [
                FieldPanel("documents_confirmed"),
                InlinePanel(
                    "documents",
                    panels=_row("code", "nature", "label", "help", "asked_if", "kinds", "max_files", "max_megabytes"),
                    heading=_("Documents"),
                ),
            ],
            heading=_("Documents"),
        ),
        LawTab(
            [
                InlinePanel(
                    "circuit",
                    panels=_row(
                        "code",
                        "label",
                        "action",
                        "holder",
                        "amount",
                        "unit",
                        "counted_from",
                        "bodies",
                        "binding",
                        "one_negative_blocks",
                    ),
                    heading=_("Stages"),
                )
            ],
            heading=_("Circuit"),
        ),
        LawTab(
            [
                InlinePanel(
                    "fees",
                    panels=_row(
                        "code", "label", "base", "floor", "ceiling", "quantity", "periods", "exempt_if", "payee"
                    ),
                    heading=_("Fees"),
                )
            ],
            heading=_("Fees"),
        ),
        LawTab([FieldPanel("form")], heading=_("Form")),
    ],
    base_form_class=ProcedureForm,
)
