"""The page `/demo/`: enter any role in one click; signing still asks for the code, which the page shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portal.accounts.languages import DESK_LANGUAGES
from portal.accounts.second_factor import code_for_demonstration, enter_as

from .accounts import find_account, made_accounts, user_of

View = Callable[..., HttpResponse]
_LANGUAGES = ("ar", "fr", "zgh")


def _on_this_machine(view: View) -> View:
    """`view`, for a reader on the same machine: a server may be started on another address than the setting says."""

    @wraps(view)
    def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
        except ValueError:
            near = False
        if not near:
            raise Http404
        return view(request, **kwargs)

    return shown


@require_GET
@never_cache
@_on_this_machine
def roles(request: HttpRequest) -> HttpResponse:
    """Every role with the codes its signatures ask for, and the three journeys to try."""
    return render(
        request,
        "demo/roles.html",
        {
            "roles": [(account, code_for_demonstration(user)) for account, user in made_accounts()],
            "signing_code": settings.DEMO_SIGNING_CODE,
            "sms_folder": settings.SMS_FILE_PATH,
            "current": request.user if request.user.is_authenticated else None,
        },
    )


@require_POST
@never_cache
@_on_this_machine
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the session of a role, with the same records as a real sign-in."""
    account = find_account(slug)
    if account is None:
        raise Http404
    asked = request.POST.get("language") or get_language()
    language = asked if asked in _LANGUAGES else "ar"
    user = user_of(account)
    if account.home != "space" and language in DESK_LANGUAGES:
        # An officer's screens follow the account: whoever tries a role reads it in the language of this page.
        user.language = language
        user.save(update_fields=["language"])
    enter_as(request, user)
    homes = {"space": f"/{language}/", "admin": "/admin/", "cms": "/cms/"}
    return redirect(homes[account.home])
