"""The wizard attached to a procedure's page: one step of the version a screen, then documents, then the review.

It is formtools' named-URL wizard with our storage. formtools runs `done()` on GET; so the done step is the review page,
which changes nothing, and filing is its own POST (`forms.views.submit`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from formtools.wizard.views import NamedUrlWizardView

from portal.kernel.errors import NotFound, Refused
from portal.kernel.now import now, today
from procedures.conditions import Place
from procedures.law import answers_that_count, term_of
from procedures.local import facts_in_force
from procedures.snapshot import Snapshot, Step, Text
from procedures.versions import version_in_force

from ..applicant import profile_answers
from ..builder import StepForm, is_asked, is_complete, raw_answers, shown_answers, step_form
from ..documents import asked_of, missing_main
from ..holders import begin_draft, find_draft
from ..models import Draft
from ..storage import DraftStorage
from ..submission import check_open_online, must_move
from .frame import frame

DOCUMENTS = "documents"
REVIEW = "review"


class DocumentsForm(StepForm):
    """The documents' step asks nothing of its own: files have their own addresses."""

    step = Step(key=DOCUMENTS, title=Text())
    language = "fr"
    place = Place(code="", urban=False, province_code="", region_code="", population=None)


class RequestWizard(NamedUrlWizardView):
    """`request.page` is the procedure's page; `self.draft` the person's draft, or `None` before the first answer."""

    storage_name = "forms.storage.DraftStorage"
    storage: DraftStorage
    done_step_name = REVIEW

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = request.page
        self.language = get_language() or "fr"
        self.draft = find_draft(request, key=self.page.key, commune=self.page.commune, at=now())
        version = self.draft.version if self.draft else version_in_force(self.page.key, on=today())
        if version is None:
            raise Refused(_("This procedure cannot be requested at the moment."), code="procedure_not_in_force")
        self.version = version
        local = facts_in_force(self.page.commune, self.page.key, at=now())
        self.facts: Mapping[str, Any] = local.facts if local else {}
        self.snapshot: Snapshot = version.snapshot
        self.place = Place.of(self.page.commune)
        request.draft = self.draft
        request.make_draft = self._make_draft
        # formtools copies these from the class; ours belong to this request (its `get_form_list` caches by them).
        self.form_list = OrderedDict(
            (step.key, step_form(step, language=self.language, place=self.place)) for step in self.snapshot.steps
        )
        self.form_list[DOCUMENTS] = DocumentsForm
        self.condition_dict = {step.key: self._condition(step) for step in self.snapshot.steps}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        step = kwargs["step"]
        if step != REVIEW and step not in self.form_list:
            raise NotFound(_("This request has no such step."), code="step_unknown")
        if self.draft is None and self.facts.get("online") is False:
            return redirect(self.page.attached_url("apply", "start", request))
        if self.draft is None and step != self.snapshot.steps[0].key:
            return redirect(self.get_step_url(self.snapshot.steps[0].key))
        return super().dispatch(request, *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        step = kwargs["step"]
        if step != REVIEW:
            if step not in self.get_form_list():
                return redirect(self.get_step_url(self._first_open()))
            # formtools leaves it unset for the first step, and would then not find what was stored for it.
            self.storage.current_step = step
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        posted = self.request.POST.get(f"{self.prefix}-current_step")
        if posted != kwargs["step"] or posted not in self.get_form_list():
            raise SuspiciousOperation("the posted step is not the step of the address")
        self.storage.current_step = posted
        return super().post(*args, **kwargs)

    def _first_open(self) -> str:
        """The first step that is not answered; the documents when all are."""
        return next((step for step in self.get_form_list() if not self._answered(step)), DOCUMENTS)

    def _make_draft(self, response: HttpResponseBase) -> Draft:
        return begin_draft(
            self.request, response, version=self.version, commune=self.page.commune, language=self.language, at=now()
        )

    def _condition(self, step: Any) -> Callable[[Any], bool]:
        return lambda wizard: is_asked(step, wizard.counted(but=step.key), wizard.place)

    def counted(self, *, but: str | None = None) -> dict[str, Any]:
        """The answers that count, of every step but one: those of questions no longer asked are none."""
        return answers_that_count(self.snapshot, self.storage.answers_but(but), self.place)

    def _answered(self, name: str) -> bool:
        """Whether the screen was posted and right, and no other answer has opened a question on it since."""
        step = next((step for step in self.snapshot.steps if step.key == name), None)
        return self.storage.answered(name) and (step is None or is_complete(step, self.counted(), self.place))

    # formtools' seams

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return f"apply_{self.page.pk}"

    def get_step_url(self, step: str) -> str:
        name = "review" if step == REVIEW else "step"
        return str(self.page.attached_url("apply", name, self.request, **({} if step == REVIEW else {"step": step})))

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        if step == DOCUMENTS:
            return {}
        return {"other_answers": self.counted(but=step)}

    def get_form_initial(self, step: str) -> dict[str, Any]:
        """A step that was never posted is prefilled from the account: asked once in a life."""
        if step == DOCUMENTS or not self.request.user.is_authenticated:
            return {}
        known = profile_answers(self.request.user)
        found = next(s for s in self.snapshot.steps if s.key == step)
        posted = raw_answers(found, known, step)
        return {"answers": known} | {k.removeprefix(f"{step}-"): v[0] for k, v in posted.items()}

    def get_form_step_data(self, form: forms.Form) -> dict[str, list[str]]:
        """Only what belongs to the step: neither the CSRF token nor the button pressed is kept."""
        lists = form.data.lists() if hasattr(form.data, "lists") else form.data.items()
        return {name: values for name, values in lists if name.startswith(f"{form.prefix}-")}

    def process_step(self, form: forms.Form) -> dict[str, list[str]]:
        assert isinstance(form, StepForm)
        self.storage.set_answers(self.steps.current, form.answers)
        return self.get_form_step_data(form)

    def render_next_step(self, form: forms.Form, **kwargs: Any) -> HttpResponse:
        if "leave" in self.request.POST:
            return self._leave()
        if self.request.GET.get("from") == REVIEW and self.storage.answered(self.steps.last):
            return redirect(self.get_step_url(REVIEW))
        return super().render_next_step(form, **kwargs)

    def _leave(self) -> HttpResponse:
        return redirect(self.page.attached_url("apply", "saved", self.request))

    def render(self, form: forms.Form | None = None, **kwargs: Any) -> HttpResponse:
        """A screen; whoever leaves a step that is not right yet keeps what was typed, and is asked again without reproach."""
        if self.request.method == "POST" and "leave" in self.request.POST and form is not None:
            self.storage.set_step_data(self.steps.current, self.get_form_step_data(form))
            self.storage.forget_answers(self.steps.current)
            return self._leave()
        if self.request.method == "GET" and form is not None and not self.storage.answered(self.steps.current):
            form.errors.clear()
        return super().render(form, **kwargs)

    def render_done(self, form: forms.Form, **kwargs: Any) -> HttpResponse:
        """The review page; it neither files nor empties anything, so a second GET shows the same."""
        if "leave" in self.request.POST:
            return self._leave()
        if kwargs.get("step") != REVIEW:
            return redirect(self.get_step_url(REVIEW))
        for step in self.get_form_list():
            if step != DOCUMENTS and not self._answered(step):
                messages.info(self.request, _("Answer these questions, then go on to the review."))
                return redirect(self.get_step_url(step))
        return self.done([], **kwargs)

    def done(self, form_list: list[forms.Form], **kwargs: Any) -> HttpResponse:
        assert self.draft is not None
        answers = self.counted()
        asked = asked_of(self.draft, self.snapshot, answers, self.place)
        closed = self._closed()
        self.template_name = "forms/review.html"
        return self.render_to_response(
            self.common_context()
            | {
                "rows": shown_answers(self.snapshot.steps, answers, self.language),
                "asked": asked,
                "missing_main": missing_main(asked),
                "term": term_of(self.snapshot, answers, self.place),
                "closed": closed,
                "must_move": not closed and must_move(self.draft, at=now()),
                "step_number": len(self.get_form_list()) + 1,
            }
        )

    def _closed(self) -> str:
        """Why the request cannot be sent now; empty when it can."""
        assert self.draft is not None
        try:
            check_open_online(self.draft, at=now())
        except Refused as refusal:
            return str(refusal)
        return ""

    # screens

    def get_template_names(self) -> list[str]:
        if self.template_name == "forms/review.html":
            return [self.template_name]
        return ["forms/documents.html" if self.steps.current == DOCUMENTS else "forms/step.html"]

    def common_context(self) -> dict[str, Any]:
        return frame(self.page, self.request, self.snapshot, self.language) | {
            "draft": self.draft,
            "progress": self._progress(),
            "step_total": len(self.get_form_list()) + 1,
            "review_url": self.get_step_url(REVIEW),
        }

    def get_context_data(self, form: forms.Form, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=form, **kwargs) | self.common_context()
        current = self.steps.current
        context["step"] = next((s for s in self.snapshot.steps if s.key == current), None)
        context["step_number"] = self.steps.step1
        if self.steps.prev:
            context["previous_url"] = self.get_step_url(self.steps.prev)
        if current == DOCUMENTS and self.draft is not None:
            answers = self.counted()
            context["asked"] = asked_of(self.draft, self.snapshot, answers, self.place)
            context["missing_main"] = missing_main(context["asked"])
        return context

    def _progress(self) -> list[dict[str, Any]]:
        """Every screen with its title, address and state: the list of tasks beside the form. On the review none is current."""
        current = None if self.kwargs["step"] == REVIEW else self.steps.current
        titles = {step.key: step.title.read(self.language) for step in self.snapshot.steps}
        return [
            {
                "key": name,
                "title": titles.get(name),
                "url": self.get_step_url(name),
                "state": "current" if name == current else "success" if self._answered(name) else "",
            }
            for name in self.get_form_list()
        ]


# formtools insists on a list of forms when the view is made; `setup` replaces it by the version's own.
wizard = RequestWizard.as_view([(DOCUMENTS, DocumentsForm)], url_name="step", done_step_name=REVIEW)
