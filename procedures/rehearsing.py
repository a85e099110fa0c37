"""The rehearsal of a procedure in the CMS: its cases, what the text as it now stands makes of each, and the button that
takes an intended outcome as expected. A case is set aside, never deleted: the catalogue would bring it back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.fields import InvalidJSONInput
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from portal.kernel.now import now
from portal.territory.models import Commune

from .models import Procedure, RehearsalCase
from .rehearsal import outcome_words
from .rehearsal_check import Played, play
from .snapshot import Snapshot
from .version_list import LawScreen
from .versions import try_freeze


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case as the list shows it: what was played, and its outcome in words."""

    played: Played
    outcome: tuple[tuple[str, str], ...]


_LONGEST: Final = 20_000


class NamedValuesField(forms.JSONField):
    """Names and values between braces, shown one a line. Refuses what no database keeps (the null character)."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and ("\x00" in value or "\\u0000" in value or len(value) > _LONGEST):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            found = super().to_python(value)
        except RecursionError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if found is not None and not isinstance(found, dict):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found or {}

    def bound_data(self, data: Any, initial: Any) -> Any:
        # As it was typed: a person mends what they wrote.
        return InvalidJSONInput(data or "")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, InvalidJSONInput):
            return value
        return json.dumps(value, ensure_ascii=False, indent=1) if value else ""


_UNREADABLE = {"invalid": gettext_lazy("This cannot be read: names and values between braces were expected.")}
_WRITING = {"dir": "ltr", "spellcheck": "false"}


class CaseForm(forms.ModelForm):
    """`snapshot`: the draft, whose questions and fees the answers and rates may name."""

    use_required_attribute = False

    commune_code = forms.CharField(
        label=gettext_lazy("HCP code of the commune"),
        help_text=gettext_lazy("Empty: a place of the kind told below."),
        max_length=20,
        required=False,
    )
    answers = NamedValuesField(
        label=gettext_lazy("Answers"),
        help_text=gettext_lazy("By the key of their question, in quotation marks, with a comma between two of them."),
        widget=forms.Textarea(attrs={"rows": 14, **_WRITING}),
        error_messages=_UNREADABLE,
        required=False,
    )
    rates = NamedValuesField(
        label=gettext_lazy("Rates of the commune"),
        help_text=gettext_lazy(
            "Dirhams by the code of the fee, written like the answers. Empty: no rate is published."
        ),
        widget=forms.Textarea(attrs={"rows": 3, **_WRITING}),
        error_messages=_UNREADABLE,
        required=False,
    )

    class Meta:
        model = RehearsalCase
        fields = ("name_fr", "name_ar", "code", "active", "urban", "population", "filed_on")
        widgets = {"filed_on": AdminDateInput}
        help_texts = {"code": gettext_lazy("A word of small Latin letters that names the case for ever.")}

    field_order = (
        *("name_fr", "name_ar", "code", "active", "commune_code", "urban", "population", "filed_on"),
        *("answers", "rates"),
    )

    def __init__(self, *args: Any, snapshot: Snapshot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.snapshot = snapshot
        if self.instance.commune is not None:
            self.initial["commune_code"] = self.instance.commune.code
        for name in ("answers", "rates"):
            self.initial[name] = getattr(self.instance, name)
        # What the catalogue and the history call it stays.
        self.fields["code"].disabled = self.instance.pk is not None

    def clean_commune_code(self) -> str:
        written: str = self.cleaned_data["commune_code"].strip()
        self.instance.commune = Commune.objects.filter(code=written).first() if written else None
        if written and self.instance.commune is None:
            raise forms.ValidationError(_("No commune has the code %(code)s."), params={"code": written})
        return written

    def clean_answers(self) -> dict[str, Any]:
        known = {question.key for step in self.snapshot.steps for question in step.questions}
        return self._named(self.cleaned_data["answers"], known, _("No question has the key: %(names)s."))

    def clean_rates(self) -> dict[str, str]:
        known = {fee.code for fee in self.snapshot.fees}
        rates = self._named(self.cleaned_data["rates"], known, _("No fee has the code: %(names)s."))
        return {code: str(rate) for code, rate in rates.items()}

    def _named(self, given: dict[str, Any], known: set[str], refusal: str) -> dict[str, Any]:
        strangers = sorted(set(given) - known)
        if strangers:
            raise forms.ValidationError(refusal, params={"names": ", ".join(strangers)})
        return given

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        same = RehearsalCase.objects.filter(key_id=self.instance.key_id, code=code).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("“%(code)s” is used twice."), params={"code": code})
        return code

    def save(self, commit: bool = True) -> RehearsalCase:
        for name in ("answers", "rates"):
            setattr(self.instance, name, self.cleaned_data[name])
        case: RehearsalCase = super().save(commit=commit)
        return case


class CasesView(LawScreen):
    template_name = "procedures/editing/cases.html"
    page_title = gettext_lazy("Rehearsal")
    header_icon = "tasks"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft()
        rows = RehearsalCase.objects.filter(key_id=self.object.key_id).select_related("commune")
        shown = []
        for row in rows:
            played = play(row, draft)
            outcome = outcome_words(played.outcome, draft) if played.outcome is not None else ()
            shown.append(ShownCase(played, outcome))
        context = {
            "object": self.object,
            "cases": shown,
            "add_url": self.address("case_add"),
            "edit_name": Procedure.snippet_viewset.get_url_name("case"),
        }
        return super().get_context_data(**context, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take what the draft makes of one case as its expected outcome."""
        case = request.POST.get("case", "")
        if not (case.isascii() and case.isdigit() and len(case) < 19):
            raise Http404
        row = get_object_or_404(
            RehearsalCase.objects.select_related("commune"), key_id=self.object.key_id, pk=int(case)
        )
        played = play(row, self.draft())
        if played.outcome is None:
            messages.error(request, played.problem)
        else:
            row.expected = played.outcome.to_plain()
            row.save(update_fields=["expected"])
            # A publication that this case held back is not tried again by itself.
            try_freeze(self.object.key, at=now())
            messages.success(request, _("The outcome is now the expected one: %(case)s.") % {"case": row})
        return redirect(self.address("cases"))


class CaseView(LawScreen):
    """One case, new or known."""

    template_name = "procedures/editing/case.html"
    page_title = gettext_lazy("Rehearsal case")
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, case: int | None = None, **kwargs: Any) -> HttpResponseBase:
        self.case_pk = case
        return super().dispatch(request, *args, **kwargs)

    def _form(self, data: Any = None) -> CaseForm:
        if self.case_pk is None:
            row = RehearsalCase(key_id=self.object.key_id)
        else:
            row = get_object_or_404(RehearsalCase, key_id=self.object.key_id, pk=self.case_pk)
        return CaseForm(data, instance=row, snapshot=self.draft())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self._form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        form.save()
        messages.success(request, _("The case is kept: %(case)s.") % {"case": form.instance})
        return redirect(self.address("cases"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, cases_url=self.address("cases"), **kwargs)
