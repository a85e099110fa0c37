"""Findings shown where they belong in the editor of a procedure: beside the column of a row, in a question, else on top.

What stands in another screen (a rehearsal case) is said on top, with a link to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from .attachments import Finding
from .models import Procedure

_BY_CODE: Final = ("documents", "circuit", "fees")


def show_findings(form: Any, findings: Iterable[Finding]) -> None:
    """Add each finding to the valid `form` of a procedure (`procedures.editing.ProcedureForm`), which then is not."""
    in_blocks: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kind, *rest = finding.place.split("/")
        if kind in ("questions", "steps") and rest:
            in_blocks.setdefault((kind, rest[0]), []).append(finding)
        elif not _shown_in_row(form, finding, kind, rest):
            form.add_error(*_on_top(form, finding, kind))
    left = _show_in_blocks(form, in_blocks)
    for finding in left:
        form.add_error(None, finding.numbered)


def _on_top(form: Any, finding: Finding, kind: str) -> tuple[str | None, Any]:
    if kind in form.fields:
        return kind, finding.numbered
    if kind == "cases":
        address = reverse(Procedure.snippet_viewset.get_url_name("cases"), args=[form.instance.pk])
        return None, format_html('{} <a href="{}">{}</a>', finding.numbered, address, _("See the rehearsal"))
    return None, finding.numbered


def _shown_in_row(form: Any, finding: Finding, kind: str, rest: list[str]) -> bool:
    formset = form.formsets.get(kind)
    if formset is None or len(rest) < 2:
        return False
    row = _row(formset, kind, rest[0])
    if row is None or rest[1] not in row.fields:
        return False
    row.add_error(rest[1], finding.numbered)
    return True


def kept_forms(formset: BaseFormSet) -> list[Any]:
    """The forms of the rows that will stand, in their order."""
    deleted = formset.deleted_forms
    return [form for form in formset.ordered_forms if form not in deleted]


def _row(formset: BaseFormSet, kind: str, name: str) -> Any:
    rows = kept_forms(formset)
    if kind in _BY_CODE:
        # The last of two that share a code: it is the one too many.
        return next((row for row in reversed(rows) if row.instance.code == name), None)
    return rows[int(name)] if name.isdigit() and int(name) < len(rows) else None


def _show_in_blocks(form: Any, findings: Mapping[tuple[str, str], list[Finding]]) -> list[Finding]:
    """Hang findings on the steps and questions of the stream; those whose block is not there come back."""
    left = dict(findings)
    steps: dict[int, ValidationError] = {}
    for number, block in enumerate(form.cleaned_data.get("form") or ()):
        columns = _columns(left.pop(("steps", block.value["key"]), []))
        questions: dict[int, ValidationError] = {}
        for position, question in enumerate(block.value["questions"]):
            held = _columns(left.pop(("questions", question["key"]), []))
            if held:
                questions[position] = StructBlockValidationError(block_errors=held)
        if questions:
            columns["questions"] = ListBlockValidationError(block_errors=questions)
        if columns:
            steps[number] = StructBlockValidationError(block_errors=columns)
    if steps:
        form.add_error("form", StreamBlockValidationError(block_errors=steps))
    return [finding for rest in left.values() for finding in rest]


def _columns(findings: Iterable[Finding]) -> dict[str, ValidationError]:
    """Errors by the column of a block: several of one column stand together."""
    sentences: dict[str, list[str]] = {}
    for finding in findings:
        sentences.setdefault(finding.place.split("/")[2], []).append(finding.numbered)
    return {column: ValidationError(said) for column, said in sentences.items()}
