"""Acts in the admin: searched by number, read with their sealed document; earlier acts recorded and checked by two people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.kernel.errors import DomainError
from portal.kernel.files import discard, store
from portal.kernel.now import now
from portal.templatetags.elements import text
from portal.territory.models import Commune
from procedures.models import ProcedureKey

from ..actions.record_foreign_act import check_foreign_act, record_foreign_act
from ..addresses import act_path
from ..models import Act, ActState
from ..policies import visible_acts
from .scoped import ScopedAdmin
from .screens.review import DayInput
from .work import DECIDERS, OF_A_COMMUNE, Desk

RECORDERS = (Role.CLERK, Role.TECHNICIAN)
CHECKERS = (*RECORDERS, *DECIDERS)


class EarlierActForm(forms.Form):
    """An act as its paper shows it."""

    use_required_attribute = False

    commune = forms.ModelChoiceField(label=_("Commune"), queryset=Commune.objects.none())
    key = forms.ModelChoiceField(label=_("Procedure"), queryset=ProcedureKey.objects.all())
    origin = forms.ChoiceField(
        label=_("Where it comes from"),
        choices=[choice for choice in Act.Origin.choices if choice[0] != Act.Origin.PORTAL],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label=_("Number on the act"), max_length=80, widget=forms.TextInput(attrs={"dir": "ltr"}))
    issued_on = forms.DateField(label=_("Date of the act"), widget=DayInput)
    holder_name = forms.CharField(label=_("Holder, as the act names them"), max_length=200)
    land_reference = forms.CharField(
        label=_("Land reference"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    valid_until = forms.DateField(label=_("Last day of its validity, if it has one"), required=False, widget=DayInput)
    scan = forms.FileField(label=_("Scan of the act"))

    def __init__(self, *args: Any, communes: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["commune"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Commune.objects.filter(pk__in=communes)
        if len(communes) == 1:
            field.initial, field.widget = communes[0], forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        issued, until = cleaned.get("issued_on"), cleaned.get("valid_until")
        if isinstance(issued, date) and isinstance(until, date) and until < issued:
            self.add_error("valid_until", _("The end is before the beginning."))
        return cleaned


class CheckForm(forms.Form):
    """What a second person found when comparing the record with the original."""

    use_required_attribute = False

    agrees = forms.ChoiceField(
        label=_("The record and the original"),
        choices=[("yes", _("are the same")), ("no", _("differ"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("In what they differ"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


@admin.register(Act)
class ActAdmin(ScopedAdmin):
    """A controller finds an act in force by its number; a commune all of its own."""

    roles = OF_A_COMMUNE | {Role.COMMITTEE_SECRETARY, Role.GOVERNOR, Role.MEMBER, Role.CONTROLLER}
    list_display = ("number", "procedure", "holder_name", "place", "state", "signed_on", "delivered_on", "valid_until")
    list_filter = ("origin", "state")
    search_fields = (
        "number__startswith",
        "paper_number__startswith",
        "holder_name__icontains",
        "land_reference__icontains",
    )
    list_select_related = ("commune", "key")
    fields = (
        "number", "procedure", "place", "holder_name", "land_reference", "state", "state_since", "why", "origin",
        "paper_number", "issued_on", "signature", "signed_on", "notified_on", "delivered_on", "valid_until", "document",
        "verification",
    )  # fmt: skip
    readonly_fields = ("procedure", "place", "why", "document", "verification")
    change_form_template = "admin/tracking/act/change_form.html"
    change_list_template = "admin/tracking/act/change_list.html"

    def scope(self, request: HttpRequest) -> Q:
        return visible_acts(request.user)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        wrap = self.admin_site.admin_view
        return [
            path("record/", wrap(self.record_view), name="tracking_act_record"),
            path("<int:pk>/check/", wrap(self.check_view), name="tracking_act_check"),
            *super().get_urls(),
        ]

    @admin.display(description=_("procedure"), ordering="key")
    def procedure(self, act: Act) -> str:
        """The code, which the acts of a commune are filed under."""
        return act.key.code

    @admin.display(description=_("commune"))
    def place(self, act: Act) -> str:
        return str(act.commune)

    @admin.display(description=_("reason of the state"))
    def why(self, act: Act) -> str:
        return text(act.why) or "-"

    @admin.display(description=_("document"))
    def document(self, act: Act) -> str:
        if act.file_id is None or (act.state == ActState.PREPARED and act.origin == Act.Origin.PORTAL):
            return "-"
        return format_html('<a href="{}">{}</a>', reverse("private_file", args=[act.file_id]), _("Open the document"))

    @admin.display(description=_("public verification"))
    def verification(self, act: Act) -> str:
        address = act_path(act.code)
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', address, act.code)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        records = Desk(self._officer(request), now()).holds(RECORDERS)
        return super().changelist_view(request, {"title": _("Acts"), **(extra_context or {}), "may_record": records})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        act = kwargs.get("obj")
        context["may_compare"] = act is not None and self._may_compare(request, act)
        return super().render_change_form(request, context, *args, **kwargs)

    def record_view(self, request: HttpRequest) -> HttpResponseBase:
        """Copy an earlier act with its scan; somebody else then compares the two."""
        actor, at = self._officer(request), now()
        communes = Desk(actor, at).communes(*RECORDERS)
        if not communes:
            raise PermissionDenied
        form = EarlierActForm(request.POST or None, request.FILES or None, communes=communes)
        if request.method == "POST" and form.is_valid():
            data = dict(form.cleaned_data)
            scan = None
            try:
                scan = store(data.pop("scan"), name=request.FILES["scan"].name or "", at=at)
                act = record_foreign_act(scan=scan, actor=actor, at=at, **data)
            except DomainError as refusal:
                if scan is not None:
                    discard(scan)
                form.add_error(None, str(refusal.sentence))
            else:
                messages.success(
                    request, str(_("The act is recorded. Somebody else now compares it with its original."))
                )
                return redirect(reverse("admin:tracking_act_change", args=[act.pk]))
        return self._shown(request, form, title=_("Record an earlier act"))

    def check_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Compare the record with the original: never the person who recorded it."""
        actor = self._officer(request)
        act = self.get_queryset(request).filter(pk=pk).select_related("commune", "key", "file", "recorded_by").first()
        if act is None:
            raise Http404
        if not self._may_compare(request, act):
            raise PermissionDenied
        form = CheckForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                check_foreign_act(
                    act=act,
                    agrees=form.cleaned_data["agrees"] == "yes",
                    reason=form.cleaned_data["reason"],
                    actor=actor,
                    at=now(),
                )
            except DomainError as refusal:
                form.add_error(None, str(refusal.sentence))
            else:
                messages.success(request, str(_("Your comparison is recorded.")))
                return redirect(reverse("admin:tracking_act_change", args=[pk]))
        return self._shown(request, form, title=_("Compare with the original"), act=act)

    def _may_compare(self, request: HttpRequest, act: Act) -> bool:
        """Whether the officer is a second person of the act's commune, and it still waits to be compared."""
        if act.origin == Act.Origin.PORTAL or act.state != ActState.PREPARED:
            return False
        actor = self._officer(request)
        return act.recorded_by_id != actor.pk and act.commune_id in Desk(actor, now()).communes(*CHECKERS)

    def _officer(self, request: HttpRequest) -> User:
        if not self.has_view_permission(request):
            raise PermissionDenied
        assert isinstance(request.user, User)
        return request.user

    def _shown(self, request: HttpRequest, form: forms.Form, **context: Any) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "is_nav_sidebar_enabled": False, "opts": self.opts}
        status = 400 if form.errors else 200
        return TemplateResponse(
            request, "admin/tracking/act/form.html", {**shared, "form": form, **context}, status=status
        )
