"""The pages of a person's own space."""

from __future__ import annotations

from allauth.account.internal.flows.manage_email import list_email_addresses
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.accounts.second_factor import has_second_factor
from portal.accounts.space import sections

from .forms import ProfileForm


@login_required
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for the person, their drafts and dossiers, and their account."""
    user = request.user
    assert isinstance(user, User)
    shown = [{"template": section.template, "content": section.content(request)} for section in sections()]
    waiting = [address.email for address in list_email_addresses(request, user) if not address.verified]
    return render(
        request,
        "space/overview.html",
        {
            "sections": [section for section in shown if section["content"]],
            "waiting_email": waiting[0] if waiting else "",
            "second_factor": has_second_factor(user),
            "language_name": dict(settings.LANGUAGES).get(user.language, ""),
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Names, identity card, address, language; a wrong value comes back with its sentence and everything else typed."""
    user = request.user
    assert isinstance(user, User)
    # A row of its own: a form that is refused must not show its values as the person's in the header.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        with override(saved.language):
            messages.success(request, _("Your details are saved."))
            return redirect(reverse("space:overview"))
    return render(request, "space/profile.html", {"form": form}, status=400 if form.errors else 200)
