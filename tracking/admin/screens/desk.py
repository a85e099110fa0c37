"""The desk's acts: admissibility, documents, and files that are not the commune's business (RGC 30-33)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid
from portal.kernel.files import discard, store

from ...actions.add_piece import add_piece
from ...actions.admit_dossier import admit_dossier
from ...actions.check_piece import check_piece
from ...actions.complete_dossier import complete_dossier
from ...actions.file_modified import file_modified
from ...actions.find_not_required import find_not_required
from ...actions.lift_reservations import lift_reservations
from ...actions.redirect_dossier import redirect_dossier
from ...actions.register_declaration import register_declaration
from ...actions.request_pieces import AskedPiece, request_pieces
from ...actions.request_silence_certificate import request_silence_certificate
from ...actions.withdraw_dossier import withdraw_at_the_counter
from ...lifecycle.case import Case
from ...models import Dossier, DossierState, Piece, RequestedPiece
from .base import ActionForm, Done, Reasoned, filed_pieces, piece_fields


class Admit(ActionForm):
    name = "admit"
    transitions = ("admit", "complete")
    title = _("Declare complete")
    intro = _("The file is admissible from the day its last main document was there, and the clock runs from that day.")
    button = _("Declare complete")

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        return not case.missing

    def perform(self) -> Done:
        admit_dossier(**self.common)
        return Done(_("The file is complete. The applicant is told."))


class RegisterDeclaration(ActionForm):
    name = "register"
    transitions = ("register",)
    title = _("Register the declaration")
    intro = _("A declaration is registered, never refused. The applicant receives the numbered receipt.")
    button = _("Register")

    def perform(self) -> Done:
        register_declaration(dossier=self.dossier, actor=self.actor, at=self.at)
        return Done(_("The declaration is registered."))


class AskPieces(ActionForm):
    """One line a main document of the version: nothing outside the list can be asked."""

    name = "ask-documents"
    transitions = ("contest_pieces",)
    title = _("Ask for documents")
    intro = _(
        "Only main documents of this request can be asked, each once, all in one list. "
        "The clock stops until the applicant has given them."
    )
    button = _("Send the list to the applicant")
    template = "admin/tracking/dossier/ask.html"

    def prepare(self) -> None:
        reasons = [choice for choice in RequestedPiece.Reason.choices if choice[0] != RequestedPiece.Reason.MISSING]
        self.lines: list[tuple[str, str]] = []
        for document in self.case.documents:
            if document.nature != "main":
                continue
            self.lines.append((document.code, document.label.read(self.language).words))
            self.fields[f"reason_{document.code}"] = forms.ChoiceField(
                label=_("What is wrong with it"), choices=[("", _("Nothing: in order")), *reasons], required=False
            )
            self.fields[f"note_{document.code}"] = forms.CharField(
                label=_("What the applicant has to do"), max_length=500, required=False
            )

    def rows(self) -> list[tuple[str, Any, Any]]:
        """Each document with its two fields."""
        return [(label, self[f"reason_{code}"], self[f"note_{code}"]) for code, label in self.lines]

    def perform(self) -> Done:
        asked = [
            AskedPiece(code, self.cleaned_data[f"reason_{code}"], self.cleaned_data[f"note_{code}"])
            for code, _label in self.lines
            if self.cleaned_data[f"reason_{code}"]
        ]
        request_pieces(pieces=asked, **self.common)
        return Done(_("The list is sent to the applicant. The clock is stopped."))


class ReceivePieces(ActionForm):
    """What the applicant brings to the counter, of the list that was sent."""

    name = "receive-documents"
    transitions = ("answer_list",)
    title = _("Receive the documents asked for")
    intro = _("Scan what the applicant brings. When nothing of the list is missing, the file is complete.")
    button = _("Keep the documents")

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        return case.request is not None and bool(case.missing)

    def prepare(self) -> None:
        piece_fields(self, self.case.missing)

    def perform(self) -> Done:
        with filed_pieces(self) as pieces:
            if not pieces:
                raise Invalid(_("Choose at least one document."), code="nothing_sent")
            dossier = complete_dossier(pieces=pieces, **self.common)
        if dossier.state == DossierState.HELD_INCOMPLETE:
            return Done(_("The documents are kept. Others of the list are still missing."))
        return Done(_("The documents are kept and the file is complete."))


class AddPiece(ActionForm):
    name = "add-document"
    transitions = ("add_piece",)
    title = _("Add an information document")
    intro = _("An information document may come until delivery. Its absence never justifies a refusal.")
    button = _("Keep the document")

    document = forms.ChoiceField(label=_("Document"))
    file = forms.FileField(label=_("File to send"))

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        return any(document.nature != "main" for document in case.documents)

    def prepare(self) -> None:
        field = self.fields["document"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (document.code, document.label.read(self.language).words)
            for document in self.case.documents
            if document.nature != "main"
        ]

    def perform(self) -> Done:
        self.cleaned_data[f"document_{self.cleaned_data['document']}"] = self.cleaned_data["file"]
        with filed_pieces(self) as pieces:
            add_piece(piece=pieces[0], **self.common)
        return Done(_("The document is kept."))


class CheckPiece(ActionForm):
    """The tick of whoever reads a document; posted by the buttons of the file's page."""

    name = "check-document"
    transitions = ("check_piece",)
    title = _("Check a document")
    button = _("Accept")

    piece = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        choices=[(value, value) for value in (Piece.Check.ACCEPTED, Piece.Check.UNCHECKED)], widget=forms.HiddenInput
    )

    def perform(self) -> Done:
        piece = self.dossier.pieces.filter(pk=self.cleaned_data["piece"]).select_related("file").first()
        if piece is None:
            raise Invalid(_("This document is not of this file."), code="piece_unknown")
        piece.dossier = self.dossier
        check_piece(
            piece=piece,
            result=self.cleaned_data["result"],
            actor=self.actor,
            at=self.at,
            idempotency_key=self.idempotency_key,
        )
        return Done(_("Noted."), then=f"?piece={piece.pk}")


class Redirect(Reasoned):
    name = "redirect"
    transitions = ("redirect",)
    title = _("Send to the competent authority")
    intro = _("The file ends here; the applicant reads whose competence it is, and why.")
    button = _("Close and send on")
    grave = True
    field_order = ("authority", "reasons", "legal_ground")

    authority = forms.CharField(label=_("Competent authority, as the applicant will read it"), max_length=200)

    def perform(self) -> Done:
        data = self.cleaned_data
        redirect_dossier(
            authority=data["authority"], reasons=data["reasons"], legal_ground=data["legal_ground"], **self.common
        )
        return Done(_("The file is closed; the applicant is told which authority is competent."))


class NotRequired(Reasoned):
    name = "not-required"
    transitions = ("find_not_required",)
    title = _("No permit is required")
    intro = _("The file ends with a written answer that anyone can verify: the works described need no permit.")
    button = _("Close with this answer")
    grave = True

    def perform(self) -> Done:
        data = self.cleaned_data
        find_not_required(reasons=data["reasons"], legal_ground=data["legal_ground"], **self.common)
        return Done(_("The file is closed with the answer that no permit is required."))


class ReceiveModified(ActionForm):
    name = "receive-modified"
    transitions = ("file_modified",)
    title = _("Receive the modified file")
    intro = _("Scan each document that changed. A whole new term starts today.")
    button = _("Receive the modified file")

    def prepare(self) -> None:
        piece_fields(self, self.case.documents)

    def perform(self) -> Done:
        with filed_pieces(self) as pieces:
            file_modified(pieces=pieces, **self.common)
        return Done(_("The modified file is received and a new term starts."))


class ReceiveAnswer(ActionForm):
    name = "receive-answer"
    transitions = ("lift_reservations",)
    title = _("Receive the answer to the reservations")
    button = _("Send to the president")

    answer = forms.CharField(
        label=_("How each reservation was met"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )

    def prepare(self) -> None:
        piece_fields(self, self.case.documents)

    def perform(self) -> Done:
        with filed_pieces(self) as pieces:
            lift_reservations(answer=self.cleaned_data["answer"], pieces=pieces, **self.common)
        return Done(_("The answer is received; the file is with the president."))


class RequestSilenceCertificate(ActionForm):
    name = "request-certificate"
    transitions = ("request_silence_certificate",)
    title = _("Ask for the certificate of silence")
    intro = _("At the request of the applicant: the governor certifies, not the commune.")
    button = _("Send to the governor")

    def perform(self) -> Done:
        request_silence_certificate(**self.common)
        return Done(_("The request is with the governor."))


class Withdraw(ActionForm):
    """For an applicant who comes in person: nobody withdraws a request but the one who made it, or their mandatary."""

    name = "withdraw"
    transitions = ("withdraw",)
    title = _("Withdraw at the applicant's request")
    intro = _(
        "The applicant asks for it in person and signs. The file is closed at once and cannot be opened again; "
        "the applicant may file a new request at any time."
    )
    button = _("Withdraw the request")
    grave = True

    reason = forms.CharField(
        label=_("Reason given by the applicant"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    scan = forms.FileField(
        label=_("Scan of the signed request"),
        help_text=_("Signed by the applicant, or by the mandatary with the mandate. It stays with the file."),
    )

    def perform(self) -> Done:
        scan = self.cleaned_data["scan"]
        kept = store(scan, name=scan.name or "", at=self.at)
        try:
            withdraw_at_the_counter(reason=self.cleaned_data["reason"], request=kept, **self.common)
        finally:
            # Refused, or done already by the first of two clicks.
            if not Dossier.objects.visible_to(self.actor).filter(withdrawal_scan=kept).exists():
                discard(kept)
        return Done(_("The request is withdrawn. The applicant is told."))
