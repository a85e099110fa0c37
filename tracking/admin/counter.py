"""The counter when the portal was out of reach: a leaf of the numbered receipt pad becomes a dossier, of the pad's date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.kernel.errors import DomainError, Invalid
from portal.kernel.files import discard, store
from portal.kernel.identifiers import check_cnie, check_phone
from portal.kernel.models import StoredFile
from portal.kernel.now import LOCAL, local_date, now
from portal.territory.models import Commune
from procedures.models import ProcedureVersion, VersionPeriod

from ..actions.record_paper_filing import record_paper_filing
from ..models import Dossier, Piece
from ..service import Applicant, FiledPiece
from .screens.review import DayInput, HourInput
from .work import Desk


class PadForm(forms.Form):
    """One leaf of the pad. The procedure's main documents are scanned here, or asked for by the receipt."""

    use_required_attribute = False

    commune = forms.ModelChoiceField(label=_("Commune"), queryset=Commune.objects.none())
    pad_number = forms.CharField(
        label=_("Number on the receipt pad"), max_length=40, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    day = forms.DateField(label=_("Day written on the leaf"), widget=DayInput)
    hour = forms.TimeField(label=_("Hour written on the leaf"), widget=HourInput)
    scan = forms.FileField(label=_("Scan of the leaf"))
    reason = forms.CharField(label=_("Why the filing was taken on paper"), max_length=300)
    name = forms.CharField(label=_("Name of the applicant"), max_length=200)
    cnie = forms.CharField(
        label=_("National identity card number"), max_length=12, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=20, widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"})
    )
    language = forms.ChoiceField(
        label=_("Language of the applicant"), choices=[("ar", "العربية"), ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"), ("fr", "Français")]
    )

    def __init__(self, *args: Any, version: ProcedureVersion, communes: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = "fr" if (get_language() or "").startswith("fr") else "ar"
        field = self.fields["commune"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Commune.objects.filter(pk__in=communes)
        if len(communes) == 1:
            field.initial, field.widget = communes[0], forms.HiddenInput()
        for document in version.snapshot.documents:
            # What depends on an answer cannot be known from the leaf: the desk asks for it afterwards.
            if document.nature == "main" and not document.asked_if:
                self.fields[f"document_{document.code}"] = forms.FileField(
                    label=document.label.read(language).words, required=False
                )

    def clean_cnie(self) -> str:
        return _checked(check_cnie, self.cleaned_data["cnie"])

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        return _checked(check_phone, phone) if phone else ""

    @property
    def filed_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], tzinfo=LOCAL)

    def documents(self) -> list[tuple[str, UploadedFile]]:
        """The scans that were given, by document."""
        return [
            (name.removeprefix("document_"), value)
            for name, value in self.cleaned_data.items()
            if name.startswith("document_") and isinstance(value, UploadedFile)
        ]


def _checked(rule: Any, text: str) -> str:
    try:
        return str(rule(text))
    except Invalid as refusal:
        raise forms.ValidationError(refusal.sentence, code=refusal.code) from refusal


def paper_filing(request: HttpRequest) -> HttpResponseBase:
    """Choose the procedure, then copy the leaf."""
    actor = request.user
    assert isinstance(actor, User)
    at = now()
    communes = Desk(actor, at).communes(Role.CLERK)
    if not communes:
        raise PermissionDenied
    periods = (
        VersionPeriod.objects.in_force(on=local_date(at)).select_related("version__key").order_by("version__key__code")
    )  # type: ignore[attr-defined]
    versions = {period.version.key.code: period.version for period in periods}
    version = versions.get(request.GET.get("procedure", ""))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Record a filing taken on paper"),
        "versions": versions,
        "version": version,
    }
    status = 200
    if version is not None:
        form = PadForm(request.POST or None, request.FILES or None, version=version, communes=communes)
        context["form"] = form
        if request.method == "POST" and form.is_valid():
            try:
                dossier = _record(form, version, actor, at)
            except DomainError as refusal:
                form.add_error(None, str(refusal.sentence))
                status = refusal.status
            else:
                messages.success(request, str(_("The filing is recorded under the date of the pad.")))
                return redirect(reverse("admin:tracking_dossier_change", args=[dossier.pk]))
        elif request.method == "POST":
            status = 400
    return TemplateResponse(request, "admin/tracking/dossier/paper_filing.html", context, status=status)


def _record(form: PadForm, version: ProcedureVersion, actor: User, at: datetime) -> Dossier:
    """Keep the scans, record the filing; scans that it did not take are removed again."""
    data = form.cleaned_data
    kept: list[StoredFile] = []
    dossier: Dossier | None = None
    try:
        scan = store(data["scan"], name=data["scan"].name, at=at)
        kept.append(scan)
        pieces = []
        for code, upload in form.documents():
            file = store(upload, name=upload.name or "", at=at)
            kept.append(file)
            pieces.append(FiledPiece(document_code=code, file=file, name=file.name))
        dossier = record_paper_filing(
            applicant=Applicant(
                user=None,
                name=data["name"],
                cnie=data["cnie"],
                phone=data["phone"],
                email="",
                language=data["language"],
            ),
            version=version,
            commune=data["commune"],
            answers={},
            pieces=pieces,
            pad_number=data["pad_number"],
            filed_at=form.filed_at,
            scan=scan,
            reason=data["reason"],
            actor=actor,
            at=at,
        )
    finally:
        taken = set(Piece.objects.filter(file__in=kept).values_list("file", flat=True))
        taken |= {dossier.pad_scan_id} if dossier is not None else set()
        for file in kept:
            if file.pk not in taken:
                discard(file)
    return dossier
