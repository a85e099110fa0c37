"""Deciding on a proposal: one page that leads to the text, its changes and its look, with a comment and two buttons.

And the address that submits a translation. Both answer without JavaScript; what they may do stands in the tasks.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.utils import get_latest_str, get_user_display_name
from wagtail.models import Page, TaskState
from wagtail_localize.models import Translation

from portal.kernel.errors import Refused

from . import translations
from .waiting import edit_address


class DecisionForm(forms.Form):
    """Sending back says why: whoever wrote it reads the comment on their first page."""

    use_required_attribute = False

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Whoever proposed it reads it on their first page. Needed to send it back."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "reject" in self.data and not cleaned.get("comment") and not self.errors:
            self.add_error("comment", _("Say what has to change."))
        return cleaned


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """`approve` or `reject` in the post. Raises `PermissionDenied` for who may not decide."""
    state = get_object_or_404(TaskState.objects.select_related("workflow_state__requested_by"), pk=task_state_id)
    obj = state.workflow_state.content_object
    task = state.task.specific
    if state.status != TaskState.STATUS_IN_PROGRESS:
        if obj is None or not translations.may_edit(request.user, obj):
            raise PermissionDenied
        messages.info(request, _("This has been decided on already."))
        return redirect("wagtailadmin_home")
    if obj is None or not task.get_actions(obj, request.user):
        raise PermissionDenied
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _carry_out(request, state, task, form.cleaned_data["comment"])
        if answer is not None:
            return answer
    return render(request, "home/moderation/decide.html", _context(state, obj, form))


def _carry_out(request: HttpRequest, state: TaskState, task: Any, comment: str) -> HttpResponse | None:
    if "approve" not in request.POST and "reject" not in request.POST:
        return None
    name = "approve" if "approve" in request.POST else "reject"
    try:
        task.on_action(state, request.user, name, comment=comment)
    except PermissionDenied as refusal:
        if not refusal.args:
            raise
        messages.error(request, _("It cannot be published as it is: %(reason)s") % {"reason": refusal.args[0]})
        return None
    done = _("Approved.") if name == "approve" else _("Sent back with your comment.")
    messages.success(request, done)
    return redirect("wagtailadmin_home")


def _context(state: TaskState, obj: Any, form: DecisionForm) -> dict[str, Any]:
    names = "wagtailadmin_pages:{}" if isinstance(obj, Page) else None
    name = names.format if names else obj.snippet_viewset.get_url_name
    title = str(get_latest_str(obj))
    by = state.workflow_state.requested_by
    return {
        "form": form,
        "title": title,
        "by": get_user_display_name(by) if by else "",
        "since": state.started_at,
        "language": obj.locale.get_display_name(),
        "goes_live": state.revision.as_object().go_live_at,
        "edit": edit_address(obj),
        "compare": reverse(name("revisions_compare"), args=[obj.pk, "live", state.revision_id]) if obj.live else "",
        "changes": "" if names else reverse(name("versions"), args=[obj.pk]),
        "preview": reverse(name("workflow_preview"), args=[obj.pk, state.task_id]),
        "page_title": _("Decide"),
        "header_title": title,
    }


@require_POST
def submit_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Send the translation as it now stands to who approves it. Raises `PermissionDenied` for who may not change it."""
    translation = get_object_or_404(Translation, pk=translation_id, enabled=True)
    target = translations.target_of(translation)
    try:
        translations.submit(translation, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The translation is submitted: it is published once it is approved."))
    return redirect(edit_address(target)) if target is not None else redirect("wagtailadmin_home")
