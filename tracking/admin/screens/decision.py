"""The president's acts before the signature, and the governor's on silence (RGC 35-38; decree 2-22-141)."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict

from ...actions.certify_silence import certify_silence, decline_silence_certificate
from ...actions.decide_dossier import decide_dossier
from ...actions.list_remarks import Remarked
from ...actions.notify_reservations import notify_reservations
from ...actions.request_modifications import request_modifications
from ...actions.void_act import void_act
from ...lifecycle.case import Case
from ...models import Act, ActState, Decision, Dossier
from .base import ARABIC_AREA, ActionForm, Done, Reasoned

REMARKS: Final = 6


def act_to_sign(dossier: Dossier) -> Act | None:
    """The act of the file that has its number and waits for its signature."""
    rows = dossier.acts.filter(state=ActState.PREPARED).select_related("decision", "commune", "key")
    return rows.order_by("-pk").first()


class Grant(ActionForm):
    name = "grant"
    transitions = ("decide_grant",)
    title = _("Grant")
    intro = _("The decision takes its number. You see the act before you sign it.")
    button = _("Grant, then see the act")
    template = "admin/tracking/dossier/decide.html"

    conditions = forms.CharField(
        label=_("Specific provisions, as they will stand in the act"),
        widget=forms.Textarea(attrs=dict(ARABIC_AREA)),
        required=False,
    )

    def perform(self) -> Done:
        decide_dossier(outcome=Decision.Outcome.GRANT, conditions=self.cleaned_data["conditions"], **self.common)
        return Done(_("The grant has its number. Read the act, then sign it."), then="sign")


class Refuse(Reasoned):
    name = "refuse"
    transitions = ("decide_refusal",)
    title = _("Refuse")
    intro = _("A refusal gives its reasons in Arabic and the text it rests on; the person may appeal.")
    button = _("Refuse, then see the act")
    grave = True
    template = "admin/tracking/dossier/decide.html"

    def perform(self) -> Done:
        data = self.cleaned_data
        decide_dossier(
            outcome=Decision.Outcome.REFUSAL,
            reasons=data["reasons"],
            legal_ground=data["legal_ground"],
            **self.common,
        )
        return Done(_("The refusal has its number. Read the act, then sign it."), then="sign")


class VoidNumber(ActionForm):
    name = "void-number"
    transitions = ("void_decision", "void_certificate")
    title = _("Void the number")
    intro = _("The number stays in the register as voided, with your reason. You may then decide anew.")
    button = _("Void this number")
    grave = True

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        return act_to_sign(case.dossier) is not None

    def perform(self) -> Done:
        act = act_to_sign(self.dossier)
        if act is None:
            raise Conflict(_("Only a number that is not signed yet can be voided."), code="act_state_changed")
        void_act(
            act=act,
            reason=self.cleaned_data["reason"],
            actor=self.actor,
            at=self.at,
            idempotency_key=self.idempotency_key,
        )
        return Done(_("The number is voided."))


class WithRemarks(ActionForm):
    """All remarks in one list, each with the text it rests on."""

    template = "admin/tracking/dossier/remarks.html"

    def prepare(self) -> None:
        for number in range(1, REMARKS + 1):
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("What to change"), widget=forms.Textarea(attrs={"rows": 2}), required=False
            )
            self.fields[f"basis_{number}"] = forms.CharField(
                label=_("Opinion or article it rests on"), max_length=200, required=False
            )

    def rows(self) -> list[tuple[int, Any, Any]]:
        """The number of each line with its two fields."""
        return [(number, self[f"text_{number}"], self[f"basis_{number}"]) for number in range(1, REMARKS + 1)]

    def remarks(self) -> list[Remarked]:
        lines = (
            Remarked(self.cleaned_data[f"text_{number}"], self.cleaned_data[f"basis_{number}"])
            for number in range(1, REMARKS + 1)
        )
        return [line for line in lines if line.text or line.basis]


class RequestModifications(WithRemarks):
    name = "ask-modifications"
    transitions = ("request_modifications",)
    title = _("Ask for modifications")
    intro = _("One list, once a round. The clock stops; a whole new term starts when the file comes back.")
    button = _("Send to the applicant")

    def perform(self) -> Done:
        request_modifications(remarks=self.remarks(), **self.common)
        return Done(_("The modifications are asked; the clock is stopped."))


class NotifyReservations(WithRemarks):
    name = "notify-reservations"
    transitions = ("notify_reservations",)
    title = _("Notify minor reservations")
    intro = _(
        "Minor points only, without effect on the opinions. The designer has a few working days; the clock runs on."
    )
    button = _("Send the reservations")

    def perform(self) -> Done:
        notify_reservations(remarks=self.remarks(), **self.common)
        return Done(_("The reservations are sent; the clock runs on."))


class PrepareCertificate(ActionForm):
    name = "prepare-certificate"
    transitions = ("prepare_silence_certificate",)
    title = _("Prepare the certificate of silence")
    intro = _("The certificate takes its number, with the extract of the clock. You see it before you sign it.")
    button = _("Prepare, then see the certificate")

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        return act_to_sign(case.dossier) is None

    def perform(self) -> Done:
        certify_silence(**self.common)
        return Done(_("The certificate has its number. Read it, then sign it."), then="sign")


class DeclineCertificate(Reasoned):
    """On facts of the journal only."""

    name = "decline-certificate"
    transitions = ("decline_silence_certificate",)
    title = _("Decline the certificate")
    intro = _("Only on one of three facts. The applicant may go to court.")
    button = _("Decline the certificate")
    grave = True
    field_order = ("ground", "reasons")

    legal_ground = None
    ground = forms.ChoiceField(
        label=_("Fact"),
        choices=[
            ("not_listed", _("The act is not on the list of silence")),
            ("term_not_passed", _("The term had not passed")),
            ("answered_in_time", _("The answer came in time")),
        ],
        widget=forms.RadioSelect,
    )

    def perform(self) -> Done:
        decline_silence_certificate(
            ground=self.cleaned_data["ground"], reasons=self.cleaned_data["reasons"], **self.common
        )
        return Done(_("The certificate is declined; the applicant is told."))
