"""Withdrawing a procedure in the CMS: its last day and the text that ends it, asked for once more before it is done.

One law editor proposes, a second decides, as with every change of the law. Nothing is undone: a request filed by then keeps the version of its filing date, an open draft
says that the procedure is withdrawn. A later publication of changed law opens it again; one of changed words does not.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import LogFormatter, log

from portal.kernel.errors import Refused
from portal.kernel.now import now, today
from portal.kernel.written import day_in_words

from .models import Procedure, ProcedurePage, WithdrawalProposal
from .versions import can_end, version_in_force, withdraw

LOG_ACTION = "procedures.withdraw"


class WithdrawForm(forms.Form):
    """A day that has passed is refused: what was filed on it was filed under the law in force."""

    use_required_attribute = False

    last_day = forms.DateField(
        label=gettext_lazy("Last day on which it can be filed"),
        help_text=gettext_lazy("It stays open to the end of this day."),
        widget=AdminDateInput,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The law, decree or order that ends the procedure, with its date."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if day < today():
            raise forms.ValidationError(_("The last day cannot lie in the past: choose today or a later day."))
        return day


class WithdrawView(WagtailAdminTemplateMixin, FormView):
    """`object`: the source row of the procedure."""

    model: type[Procedure] | None = None
    permission_policy: Any = None
    index_url_name: str | None = None
    edit_url_name: str | None = None
    form_class = WithdrawForm
    template_name = "procedures/editing/withdraw.html"
    page_title = gettext_lazy("Withdraw the procedure")
    header_icon = "cross"

    def dispatch(self, request: HttpRequest, *args: Any, pk: str, **kwargs: Any) -> HttpResponseBase:
        if not self.permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
            raise Http404
        self.object = get_object_or_404(Procedure.objects.select_related("key"), pk=pk)
        self.version = version_in_force(self.object.key, on=today())
        if self.version is None:
            messages.warning(request, _("No version of this procedure is in force: there is nothing to withdraw."))
            return redirect(self.get_success_url())
        self.proposal = WithdrawalProposal.objects.filter(key=self.object.key).select_related("proposed_by").first()
        return super().dispatch(request, *args, **kwargs)

    @property
    def alone(self) -> bool:
        """Whether the reader may withdraw without a second editor: a superuser, made by command only."""
        return bool(self.permission_policy.user_has_permission(self.request.user, "publish"))

    @property
    def may_decide(self) -> bool:
        """Whether the reader is not who proposed it."""
        return self.proposal is not None and (self.alone or self.proposal.proposed_by_id != self.request.user.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.proposal is None:
            return super().post(request, *args, **kwargs)
        if "drop" in request.POST:
            self.proposal.delete()
            messages.success(request, _("The proposal is dropped: the procedure stays in force."))
        elif "confirm" in request.POST:
            self._confirm(self.proposal)
        return redirect(self.get_success_url())

    def _confirm(self, proposal: WithdrawalProposal) -> None:
        if not self.may_decide:
            raise PermissionDenied
        if proposal.last_day < today():
            # What was filed since was filed under the law in force.
            raise Refused(_("The last day proposed has passed: drop the proposal and propose a later day."))
        self._withdraw(proposal.last_day, proposal.reason)
        proposal.delete()

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        # Made anew: those of the viewset are in the language of whichever request came first.
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(self.index_url_name), "label": _("Procedures")},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": today()}

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = ProcedurePage.objects.filter(key=self.object.key, live=True).values("commune").distinct()
        context = {
            "object": self.object,
            "version": self.version,
            "communes": places.count(),
            "proposal": self.proposal,
            "may_decide": self.may_decide,
            "alone": self.alone,
            "back": self.get_success_url(),
        }
        return super().get_context_data(**context, **kwargs)

    def form_valid(self, form: WithdrawForm) -> HttpResponseBase:
        day, reason = form.cleaned_data["last_day"], form.cleaned_data["reason"]
        if not can_end(self.object.key, after=day):
            form.add_error("last_day", _("The procedure ends on this day already, or before it."))
            return self.form_invalid(form)
        if self.alone:
            self._withdraw(day, reason)
        else:
            WithdrawalProposal.objects.get_or_create(
                key=self.object.key,
                defaults={
                    "last_day": day,
                    "reason": reason,
                    "proposed_by": self.request.user,
                    "proposed_at": now(),
                },
            )
            messages.success(self.request, _("Proposed: a second law editor decides."))
        return super().form_valid(form)

    def _withdraw(self, day: date, reason: str) -> None:
        withdraw(self.object.key, after=day, reason=reason)
        log(self.object, LOG_ACTION, user=self.request.user, data={"last_day": day.isoformat(), "reason": reason})
        words = _("The procedure is withdrawn: it can be filed until %(day)s, and no longer after.")
        messages.success(self.request, words % {"day": day_in_words(day)})


class WithdrawalFormatter(LogFormatter):
    """The withdrawal in the history of the procedure."""

    label = gettext_lazy("Withdraw the procedure")

    def format_message(self, log_entry: Any) -> str:
        return _("Withdrawn after %(day)s: %(reason)s") % {
            "day": log_entry.data["last_day"],
            "reason": log_entry.data["reason"],
        }
