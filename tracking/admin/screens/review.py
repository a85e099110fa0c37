"""The acts of review: technical check, opinions, sessions and visits (RGC 17-44)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.kernel.errors import Invalid
from portal.kernel.now import LOCAL
from portal.territory.models import Body
from portal.territory.scope import bodies_for

from ...actions.add_member import add_member
from ...actions.close_session import close_session
from ...actions.consult_bodies import consult_bodies
from ...actions.give_opinion import give_opinion
from ...actions.open_session import open_session
from ...actions.prepare_decision import prepare_decision
from ...actions.report_visit import report_visit
from ...actions.schedule_visit import schedule_visit
from ...lifecycle.case import Case
from ...models import Consultation, Opinion
from ...policies import roles_over
from ..work import DECIDERS, Desk
from .base import ActionForm, Done


class DayInput(forms.DateInput):
    """The browser's calendar, in the form that it understands."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"dir": "ltr"})


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"dir": "ltr"})


class PrepareDecision(ActionForm):
    name = "prepare-decision"
    transitions = ("prepare_decision",)
    title = _("Send to the president")
    intro = _("Nobody's opinion is asked on this request. Your finding goes to the president with the file.")
    button = _("Send to the president")

    finding = forms.CharField(label=_("What was checked, and what was found"), widget=forms.Textarea(attrs={"rows": 5}))

    def perform(self) -> Done:
        prepare_decision(finding=self.cleaned_data["finding"], **self.common)
        return Done(_("The file is with the president."))


class Consult(ActionForm):
    name = "ask-opinions"
    transitions = ("dispatch",)
    title = _("Ask for opinions")
    intro = _("Each body of the circuit receives the file and has its own last day.")
    button = _("Send to the bodies")

    def perform(self) -> Done:
        consult_bodies(**self.common)
        return Done(_("The bodies are asked."))


class AddMember(ActionForm):
    name = "ask-one-more"
    transitions = ("add_member",)
    title = _("Ask one more body")
    intro = _("Only a law, the president's written request or an invitation adds a body (RGC 21-24).")
    button = _("Ask this body")

    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none())
    ground = forms.ChoiceField(label=_("On which ground"), widget=forms.RadioSelect)
    basis = forms.CharField(label=_("Text, or number and date of the request"), max_length=200)
    binding = forms.BooleanField(label=_("The law requires its favourable opinion"), required=False)

    def prepare(self) -> None:
        asked = {row.body_id for row in self.case.consultations}
        competent = Body.objects.none()
        for kind in Body.Kind.values:
            competent |= bodies_for(self.dossier.commune, kind)
        self.fields["body"].queryset = competent.exclude(pk__in=asked)  # type: ignore[attr-defined]
        deciding = set(roles_over(self.actor, self.dossier, at=self.at)) & {str(role) for role in DECIDERS}
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)
        ground.choices = [
            choice
            for choice in Consultation.Ground.choices
            if choice[0] == Consultation.Ground.LAW or (deciding and choice[0] != Consultation.Ground.RULE)
        ]

    def perform(self) -> Done:
        data = self.cleaned_data
        add_member(
            body=data["body"], ground=data["ground"], basis=data["basis"], binding=data["binding"], **self.common
        )
        return Done(_("The body is asked."))


class OpenSession(ActionForm):
    name = "put-on-agenda"
    transitions = ("open_session",)
    title = _("Put on the agenda")
    intro = _("The file joins the sitting of that day; its members are asked for their opinions.")
    button = _("Put on the agenda")

    held_on = forms.DateField(label=_("Day of the session"), widget=DayInput)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def perform(self) -> Done:
        open_session(held_on=self.cleaned_data["held_on"], place=self.cleaned_data["place"], **self.common)
        return Done(_("The file is on the agenda."))


class WithAbsent(ActionForm):
    """Those who were asked and have not spoken may be recorded absent."""

    absent = forms.MultipleChoiceField(
        label=_("Recorded absent"),
        help_text=_("Only bodies that have given no opinion."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def prepare(self) -> None:
        self.silent = {str(row.body_id): row.body for row in self.case.consultations if not hasattr(row, "opinion")}
        field = self.fields["absent"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, str(body)) for pk, body in self.silent.items()]
        if not self.silent:
            del self.fields["absent"]

    def absent_bodies(self) -> list[Body]:
        return [self.silent[pk] for pk in self.cleaned_data.get("absent", ())]


class CloseSession(WithAbsent):
    name = "close-session"
    transitions = ("close_session",)
    title = _("Close with the minutes")
    intro = _("The minutes list each opinion below. Nothing is voted; the file goes to the president.")
    button = _("Close and send to the president")
    template = "admin/tracking/dossier/minutes.html"
    field_order = ("minutes", "absent")

    minutes = forms.CharField(
        label=_("Minutes: what was said beside the opinions"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )

    def perform(self) -> Done:
        close_session(minutes=self.cleaned_data["minutes"], absent=self.absent_bodies(), **self.common)
        return Done(_("The session is closed for this file; it is with the president."))


class ScheduleVisit(ActionForm):
    name = "schedule-visit"
    transitions = ("schedule_visit",)
    title = _("Schedule the visit")
    intro = _("The applicant and the bodies of the visit are told. A new date replaces the one before.")
    button = _("Fix the visit")

    day = forms.DateField(label=_("Day"), widget=DayInput)
    starts = forms.TimeField(label=_("From"), widget=HourInput)
    ends = forms.TimeField(label=_("Until"), widget=HourInput)

    def perform(self) -> Done:
        data = self.cleaned_data
        starts, ends = (datetime.combine(data["day"], data[name], tzinfo=LOCAL) for name in ("starts", "ends"))
        schedule_visit(starts_at=starts, ends_at=ends, **self.common)
        return Done(_("The visit is fixed."))


class ReportVisit(WithAbsent):
    name = "report-visit"
    transitions = ("report_visit",)
    title = _("Report the visit")
    intro = _("The report lists each opinion below; the file goes to the president.")
    button = _("Report and send to the president")
    template = "admin/tracking/dossier/minutes.html"
    field_order = ("report", "absent")

    report = forms.CharField(
        label=_("Report: what was seen on the ground"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )

    def perform(self) -> Done:
        report_visit(report=self.cleaned_data["report"], absent=self.absent_bodies(), **self.common)
        return Done(_("The visit is reported; the file is with the president."))


def opinions_to_give(case: Case, actor: User) -> list[Consultation]:
    """The consultations of `case` on which `actor` speaks and has not spoken."""
    mine = set(Desk(actor, case.at).consultations().filter(dossier=case.dossier).values_list("pk", flat=True))
    return [row for row in case.consultations if row.pk in mine]


class GiveOpinion(ActionForm):
    name = "opinion"
    transitions = ("give_opinion",)
    title = _("Give an opinion")
    intro = _("You speak for your own body only, within what the law gives it to judge. An opinion is given once.")
    button = _("Give this opinion")

    consultation = forms.ChoiceField(label=_("In the name of"), widget=forms.RadioSelect)
    value = forms.ChoiceField(label=_("Opinion"), choices=Opinion.Value.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Obligatory for reservations and for an unfavourable opinion: what, and which text."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        return bool(opinions_to_give(case, actor))

    def prepare(self) -> None:
        rows = opinions_to_give(self.case, self.actor)
        if not rows and self.is_bound:
            # Given a moment ago in another window: the action says so, with what was typed still there.
            rows = self.case.consultations
        field = self.fields["consultation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.pk, str(row.body)) for row in rows]
        if len(rows) == 1:
            field.initial = rows[0].pk
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        favourable = cleaned.get("value") in (None, Opinion.Value.FAVOURABLE)
        if not favourable and not cleaned.get("reasons", "").strip():
            self.add_error("reasons", _("Reservations and unfavourable opinions give their reasons."))
        return cleaned

    def perform(self) -> Done:
        data = self.cleaned_data
        row = next((row for row in self.case.consultations if str(row.pk) == data["consultation"]), None)
        if row is None:
            raise Invalid(_("This body is not asked about this file."), code="consultation_unknown")
        row.dossier = self.dossier
        give_opinion(
            consultation=row,
            value=data["value"],
            reasons=data["reasons"],
            actor=self.actor,
            at=self.at,
            idempotency_key=self.idempotency_key,
        )
        only_member = Desk(self.actor, self.at).roles == {str(Role.MEMBER)}
        return Done(_("Your opinion is recorded."), then="opinions" if only_member else "")
