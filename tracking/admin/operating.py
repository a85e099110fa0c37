"""What keeps the register running, for operators and law editors: the outbox, the journal's proof, the dated delays.

An operator never reads a file: addresses are masked, sentences are not shown, a journal is told by the numbers of its entries.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.accounts.models import Role, User
from portal.accounts.rights import has_role
from portal.kernel.errors import DomainError
from portal.kernel.now import now
from portal.kernel.written import day_in_words

from ..journal import Break
from ..models import CountingRule, Event, LegalDelay, Notice
from ..notifications.delivery import reason_of, try_again
from ..oversight.journals import check_journal
from .scoped import ScopedAdmin
from .words import masked_address

_BREAKS = {
    Break.HASH: _("It no longer says what was recorded."),
    Break.LINK: _("It does not follow the entry before it."),
    Break.SEQUENCE: _("An entry is missing before it, or stands twice."),
    Break.DETAIL: _("Its detail is not the one that was recorded."),
    Break.FORMAT: _("Its format is not known to this software."),
}


@admin.register(Notice)
class NoticeAdmin(ScopedAdmin):
    """What was told, what waits, what was given up: enough to mend a gateway, nothing of what was said to whom."""

    roles = frozenset({Role.OPERATOR})
    list_display = ("kind", "channel", "masked", "language", "state", "created_at", "attempts", "sent_at", "reason")
    list_filter = ("state", "channel")
    ordering = ("-pk",)
    sortable_by = ()
    fields = (
        "kind",
        "channel",
        "masked",
        "language",
        "state",
        "created_at",
        "next_try_at",
        "attempts",
        "sent_at",
        "reason",
    )
    readonly_fields = ("masked", "reason")
    change_list_template = "admin/tracking/notice/change_list.html"
    change_form_template = "admin/tracking/notice/change_form.html"

    def scope(self, request: HttpRequest) -> None:
        """The whole outbox: a fault of a gateway knows no territory."""

    def get_urls(self) -> list[URLPattern | URLResolver]:
        wrap = self.admin_site.admin_view
        return [
            path("again/", wrap(self.again_view), name="tracking_notice_again_all"),
            path("<int:pk>/again/", wrap(self.again_view), name="tracking_notice_again"),
            *super().get_urls(),
        ]

    def again_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        """Try again one message that was given up, or all of them after a long failure of a gateway."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        assert isinstance(request.user, User)
        rows = self.get_queryset(request)
        count = try_again(rows if pk is None else rows.filter(pk=pk), actor=request.user, at=now())
        if count:
            said = ngettext("%(count)d message will be tried again.", "%(count)d messages will be tried again.", count)
            messages.success(request, said % {"count": count})
        else:
            messages.info(request, str(_("Nothing was given up: there is nothing to try again.")))
        if pk is None:
            return redirect("admin:tracking_notice_changelist")
        return redirect("admin:tracking_notice_change", pk)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        given_up = Notice.objects.filter(state=Notice.State.FAILED).count()
        return super().changelist_view(request, {"title": _("Outbox"), **(extra_context or {}), "given_up": given_up})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        notice = kwargs.get("obj")
        context["given_up"] = notice is not None and notice.state == Notice.State.FAILED
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("last error"))
    def reason(self, notice: Notice) -> str:
        return reason_of(notice) or "-"

    @admin.display(description=_("address"))
    def masked(self, notice: Notice) -> str:
        return masked_address(notice.address)


class ReferenceForm(forms.Form):
    use_required_attribute = False
    reference = forms.CharField(
        label=_("Reference of the file"), max_length=60, widget=forms.TextInput(attrs={"dir": "ltr"})
    )


@admin.register(Event)
class EventAdmin(ScopedAdmin):
    """The journal is not browsed; its chain is recomputed for one file at a time."""

    roles = frozenset({Role.OPERATOR})

    def scope(self, request: HttpRequest) -> None:
        """Nothing of a row is shown."""

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [path("", self.admin_site.admin_view(self.verify_view), name="tracking_event_changelist")]

    def verify_view(self, request: HttpRequest) -> HttpResponseBase:
        """Recompute the chain of one file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = ReferenceForm(request.POST or None)
        context: dict[str, Any] = {**self.admin_site.each_context(request), "title": _("Check a journal"), "form": form}
        if request.method == "POST" and form.is_valid():
            try:
                reference, entries, findings = check_journal(form.cleaned_data["reference"])
            except DomainError as refusal:
                form.add_error("reference", str(refusal.sentence))
            else:
                broken = [(finding.sequence, _BREAKS[finding.broken]) for finding in findings]
                context |= {"reference": reference, "entries": entries, "broken": broken, "checked": True}
        context["is_nav_sidebar_enabled"] = False
        return TemplateResponse(request, "admin/tracking/journal.html", context, status=400 if form.errors else 200)


class DatedForm(forms.ModelForm):
    """A row of the law is ended only where another is in force after it: files of every day need one."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        row = self.instance
        code, begins = cleaned.get("code") or row.code, cleaned.get("valid_from") or row.valid_from
        end = cleaned.get("valid_until")
        if end is None or begins is None or end < begins:
            return cleaned
        others = type(row)._default_manager.filter(code=code).exclude(pk=row.pk)
        gap = others.first_gap(since=end + timedelta(days=1))
        if gap is not None and "valid_until" in self.changed_data:
            sentence = _("No row would be in force from %(day)s on. Add the next row first, then end this one.")
            self.add_error("valid_until", ValidationError(sentence, params={"day": day_in_words(gap)}))
        return cleaned


@admin.register(LegalDelay)
class LegalDelayAdmin(ScopedAdmin):
    """Dated data of the law, not of a file: law editors add a row and end the one before; what was in force stays."""

    roles = frozenset(
        {Role.LAW_EDITOR, Role.OPERATOR, Role.CLERK, Role.TECHNICIAN, Role.PRESIDENT, Role.DELEGATE, Role.GOVERNOR}
    )
    form = DatedForm
    list_display = ("code", "amount", "unit", "valid_from", "valid_until", "source", "confidence")
    list_filter = ("unit",)
    change_list_template = "admin/tracking/change_list.html"
    change_form_template = "admin/tracking/change_form.html"

    def scope(self, request: HttpRequest) -> None:
        """The law is the same everywhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.LAW_EDITOR)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return has_role(request.user, Role.LAW_EDITOR)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Once written, a row is only ended: what was in force on a day stays what it was."""
        names = [field.name for field in self.opts.concrete_fields if not field.primary_key]
        return tuple(name for name in names if name not in ("valid_until", "confidence")) if obj else ()


@admin.register(CountingRule)
class CountingRuleAdmin(LegalDelayAdmin):
    """How a commune's own term is counted; the same care as for a delay."""

    list_display = (
        "code", "start_event", "stop_event", "franc", "carry_over", "valid_from", "valid_until", "source", "confidence",
    )  # fmt: skip
    list_filter = ("start_event",)
