"""Signing what one has seen: the act is shown, its hash goes with the signature, and the code is asked anew.

A grant or refusal is signed by the president or the delegate, a certificate of silence by the governor. When token or
certificate fails, the printed act signed by hand is scanned under the same number.
"""

from __future__ import annotations

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict
from portal.kernel.files import discard, store

from ...actions.notify_decision import notify_decision
from ...actions.sign_act import sign_act
from ...actions.sign_on_paper import print_act, sign_on_paper
from ...lifecycle.case import Case
from ...models import Act, Dossier, DossierState
from .base import ActionForm, Done
from .decision import act_to_sign

SIGNING = ("sign_grant", "sign_refusal", "certify_silence")


class _Signing(ActionForm):
    """What both ways to sign share: the act in question."""

    transitions = SIGNING
    fresh = True
    act: Act | None

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        return act_to_sign(case.dossier) is not None

    def prepare(self) -> None:
        self.act = act_to_sign(self.dossier)

    def require_act(self) -> Act:
        """The act to sign. Raises `Conflict` when somebody else was quicker."""
        if self.act is None:
            raise Conflict(_("This act is signed already, or its number was voided."), code="act_state_changed")
        return self.act

    def done(self) -> Done:
        self.dossier.refresh_from_db()
        if self.dossier.state == DossierState.SIGNED:
            return Done(_("The act is signed. The desk notifies it by letter or by hand."))
        return Done(_("The act is signed and notified in the applicant's space."))


class Sign(_Signing):
    name = "sign"
    title = _("Sign")
    intro = _("Read the act below. Your code signs exactly this document, and nothing else.")
    button = _("Sign this act")
    template = "admin/tracking/dossier/sign.html"

    code = forms.CharField(
        label=_("Signing code"),
        max_length=64,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def prepare(self) -> None:
        super().prepare()
        self.digest = ""
        if self.act is not None:
            self.digest = hashlib.sha256(print_act(act=self.act, actor=self.actor, at=self.at)).hexdigest()
        self.fields["seen"].initial = self.digest

    def perform(self) -> Done:
        act = self.require_act()
        if self.cleaned_data["seen"] != self.digest:
            raise Conflict(
                _("The document has changed since you read it. Read it again before you sign."), code="document_changed"
            )
        sign_act(
            act=act,
            code=self.cleaned_data["code"],
            actor=self.actor,
            at=self.at,
            idempotency_key=self.idempotency_key,
        )
        return self.done()


class SignOnPaper(_Signing):
    name = "sign-on-paper"
    title = _("Sign by hand")
    intro = _(
        "Only when the signing key does not answer: print the act, sign it by hand, scan it. The number stays the same."
    )
    button = _("Record the act signed by hand")
    template = "admin/tracking/dossier/sign_on_paper.html"

    reason = forms.CharField(label=_("Why it is signed by hand"), max_length=300)
    scan = forms.FileField(label=_("Scan of the signed act"), help_text=_("A PDF."))

    def perform(self) -> Done:
        act = self.require_act()
        upload = self.cleaned_data["scan"]
        scan = store(upload, name=upload.name, at=self.at)
        try:
            sign_on_paper(
                act=act,
                scan=scan,
                reason=self.cleaned_data["reason"],
                actor=self.actor,
                at=self.at,
                idempotency_key=self.idempotency_key,
            )
        finally:
            act.refresh_from_db()
            if act.file_id != scan.pk:
                discard(scan)
        return self.done()


class Notify(ActionForm):
    """For whoever has no space of their own, or did not open it."""

    name = "notify"
    transitions = ("notify_grant", "notify_refusal")
    title = _("Notify the decision")
    intro = _("Notification with proof, not the signature, stops the clock.")
    button = _("Record the notification")

    means = forms.ChoiceField(
        label=_("How the applicant received it"),
        choices=[("letter", _("Registered letter")), ("by_hand", _("By hand, against a signed discharge"))],
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("Number of the letter, or date of the discharge"), max_length=120, widget=forms.TextInput
    )

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        return case.dossier.state == DossierState.SIGNED

    def perform(self) -> Done:
        data = self.cleaned_data
        notify_decision(means=data["means"], evidence=data["evidence"], **self.common)
        return Done(_("The decision is notified; the clock is stopped."))


def paper_of(dossier: Dossier, *, actor: User, case: Case) -> bytes:
    """The act to sign as it would be sealed. Raises `NotAllowed`, `Conflict`."""
    act = act_to_sign(dossier)
    if act is None:
        raise Conflict(_("This act is signed already, or its number was voided."), code="act_state_changed")
    return print_act(act=act, actor=actor, at=case.at)
