"""People, grants and mandates in the admin, for operators alone (`backends.PERMISSIONS`).

A grant is a piece of the record: it is ended, never deleted, and what it gave to whom, and from when, does not change; so
is a mandate, which is revoked. No password, identity number or address of a person is shown.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.kernel.now import now, today

from .models import Grant, Mandate, Role, User
from .people import person_by_email, vouch_for_email

_OF_A_COMMUNE = {Role.CLERK, Role.TECHNICIAN, Role.CASHIER, Role.PRESIDENT, Role.DELEGATE, Role.EDITOR}
_OF_A_PROVINCE = {Role.COMMITTEE_SECRETARY, Role.FOLLOW_UP_MEMBER, Role.GOVERNOR, Role.REVIEWER}


class RecordedForm(forms.ModelForm):
    """`actor`: the operator at the screen. No right is given to oneself: whose it becomes (`beneficiary`) is another."""

    actor: ClassVar[User]
    beneficiary: ClassVar[str]
    for_oneself: ClassVar[Any]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get(self.beneficiary) == self.actor:
            self.add_error(self.beneficiary, self.for_oneself)
        return cleaned


class GrantForm(RecordedForm):
    """Says in words what the constraint `accounts_grant_territory_of_role` holds."""

    beneficiary = "user"
    for_oneself = _("Nobody gives a role to themselves: another operator records it.")

    class Meta:
        model = Grant
        fields = ["user", "role", "commune", "province", "body", "valid_from", "valid_until", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start = cleaned.get("valid_from") or self.instance.valid_from
        end = cleaned.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The end is before the beginning."))
        role = cleaned.get("role")
        if role and not self.instance.pk:
            given = {name for name in ("commune", "province", "body") if cleaned.get(name)}
            if not _territory_fits(Role(role), given):
                raise ValidationError(
                    _("This role needs another territory: %(needed)s."), params={"needed": _needed(Role(role))}
                )
        return cleaned


def _territory_fits(role: Role, given: set[str]) -> bool:
    if role in _OF_A_COMMUNE:
        return given == {"commune"}
    if role in _OF_A_PROVINCE:
        return given == {"province"}
    if role == Role.MEMBER:
        return "body" in given and "province" not in given
    if role == Role.CONTROLLER:
        return given in ({"commune"}, {"province"})
    return not given


def _needed(role: Role) -> Any:
    if role in _OF_A_COMMUNE:
        return _("one commune")
    if role in _OF_A_PROVINCE:
        return _("one province")
    if role == Role.MEMBER:
        return _("one body, with or without a commune")
    if role == Role.CONTROLLER:
        return _("one commune or one province")
    return _("none, it is national")


class OfferedFilters(admin.ModelAdmin):
    """Filters by what the screen offers only: Django takes any column, and would tell a password's hash letter by letter."""

    filters: ClassVar[frozenset[str]]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup.partition("__")[0] in self.filters


class Recorded(OfferedFilters):
    """Its form knows who records."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"actor": request.user})


class InForceFilter(admin.SimpleListFilter):
    """In force today, ended, or still to begin."""

    title = _("in force")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Grant]) -> list[tuple[str, Any]]:
        return [("now", _("today")), ("ended", _("ended")), ("coming", _("to come"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        day = today()
        if self.value() == "now":
            return queryset.in_force(on=day)
        if self.value() == "ended":
            return queryset.filter(valid_until__lt=day)
        return queryset.filter(valid_from__gt=day) if self.value() == "coming" else queryset


@admin.register(Grant)
class GrantAdmin(Recorded):
    """One grant: given once, ended by its date."""

    filters = frozenset({InForceFilter.parameter_name, "role", "valid_from"})
    form = GrantForm
    list_display = ("user", "role", "commune", "province", "body", "valid_from", "valid_until")
    list_filter = (InForceFilter, "role")
    list_select_related = ("user", "commune", "province", "body")
    search_fields = ("user__full_name", "user__full_name_ar", "user__email", "reason")
    autocomplete_fields = ("user",)
    raw_id_fields = ("commune", "province", "body")
    date_hierarchy = "valid_from"

    def get_readonly_fields(self, request: HttpRequest, obj: Grant | None = None) -> tuple[str, ...]:
        return ("user", "role", "commune", "province", "body", "valid_from", "granted_by") if obj else ("granted_by",)

    def get_fields(self, request: HttpRequest, obj: Grant | None = None) -> list[str]:
        return ["user", "role", "commune", "province", "body", "valid_from", "valid_until", "reason", "granted_by"]

    def has_delete_permission(self, request: HttpRequest, obj: Grant | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Grant, form: GrantForm, change: bool) -> None:
        if not change:
            assert isinstance(request.user, User)
            obj.granted_by = request.user
        super().save_model(request, obj, form, change)


class MandateForm(RecordedForm):
    """A mandate is recorded from a written act; afterwards it can only be revoked, from the moment of the tick on."""

    beneficiary = "given_to"
    for_oneself = _("Nobody records a mandate for themselves: another operator records it.")
    revoked = forms.BooleanField(label=_("Revoked from now on"), required=False)

    class Meta:
        model = Mandate
        fields = ["given_by", "given_to", "commune", "founded_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "founded_on" in self.fields:
            self.fields["founded_on"].required = True
            self.fields["founded_on"].help_text = _("Its date, and who legalised the signatures or drew it up.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        giver, holder = cleaned.get("given_by"), cleaned.get("given_to")
        if giver and giver == holder:
            self.add_error("given_to", _("A mandate is given to another person."))
        elif giver and holder:
            same = Mandate.objects.filter(
                given_by=giver, given_to=holder, commune=cleaned.get("commune"), revoked_at=None
            )
            if same.exists():
                raise ValidationError(_("This mandate is recorded already and was not revoked."))
        return cleaned


class StandingFilter(admin.SimpleListFilter):
    """Standing or revoked."""

    title = _("in force")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Mandate]) -> list[tuple[str, Any]]:
        return [("now", _("today")), ("ended", _("revoked"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "now":
            return queryset.filter(confirmed_at__isnull=False, revoked_at=None)
        return queryset.filter(revoked_at__isnull=False) if self.value() == "ended" else queryset


@admin.register(Mandate)
class MandateAdmin(Recorded):
    """One mandate: recorded once from its act, revoked once. Django's own history says by whom."""

    filters = frozenset({StandingFilter.parameter_name})
    form = MandateForm
    list_display = ("given_by", "given_to", "commune", "founded_on", "given_at", "revoked_at")
    list_filter = (StandingFilter,)
    list_select_related = ("given_by", "given_to", "commune")
    search_fields = (
        "given_by__full_name", "given_by__full_name_ar", "given_to__full_name", "given_to__full_name_ar", "founded_on",
    )  # fmt: skip
    autocomplete_fields = ("given_by", "given_to")
    raw_id_fields = ("commune",)

    def get_readonly_fields(self, request: HttpRequest, obj: Mandate | None = None) -> tuple[str, ...]:
        fixed = ("given_at", "revoked_at", "recorded_by")
        return ("given_by", "given_to", "commune", "founded_on", *fixed) if obj else ()

    def get_fields(self, request: HttpRequest, obj: Mandate | None = None) -> list[str]:
        given = ["given_by", "given_to", "commune", "founded_on"]
        if obj is None:
            return given
        return [*given, "given_at", "recorded_by", "revoked_at", *([] if obj.revoked_at else ["revoked"])]

    def has_delete_permission(self, request: HttpRequest, obj: Mandate | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Mandate, form: MandateForm, change: bool) -> None:
        if not change:
            assert isinstance(request.user, User)
            obj.recorded_by = request.user
            obj.given_at = obj.confirmed_at = now()
        elif form.cleaned_data.get("revoked") and obj.revoked_at is None:
            obj.revoked_at = now()
        super().save_model(request, obj, form, change)


class UserForm(forms.ModelForm):
    """An e-mail entered here counts as proven, so nobody else may have it."""

    class Meta:
        model = User
        fields = [
            "full_name", "full_name_ar", "phone", "phone_verified", "email", "language", "kind", "order_number",
            "is_active",
        ]  # fmt: skip

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        other = person_by_email(email) if email else None
        if other is not None and other.pk != self.instance.pk:
            raise ValidationError(_("Another account has this e-mail address."))
        return email


@admin.register(User)
class UserAdmin(OfferedFilters):
    """Who somebody is to the portal. Rights are grants; passwords are their owner's business."""

    filters = frozenset({"kind", "is_active"})
    form = UserForm
    list_display = ("full_name", "full_name_ar", "phone", "email", "kind", "is_active", "last_login")
    list_filter = ("kind", "is_active")
    search_fields = ("full_name", "full_name_ar", "email", "phone")
    readonly_fields = ("last_login",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(pending=False)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: UserForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            vouch_for_email(obj)
