"""The page `/demo/`: enter any role in one click; signing still asks for the code, which the page shows."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portal.accounts.second_factor import code_for_demonstration, enter_as

from .accounts import ACCOUNTS, find_account, user_of

_LANGUAGES = ("ar", "fr", "zgh")


@require_GET
@never_cache
def roles(request: HttpRequest) -> HttpResponse:
    """Every role with the codes its signatures ask for, and the three journeys to try."""
    return render(
        request,
        "demo/roles.html",
        {
            "roles": [(account, code_for_demonstration(user_of(account))) for account in ACCOUNTS],
            "signing_code": settings.DEMO_SIGNING_CODE,
            "sms_folder": settings.SMS_FILE_PATH,
            "current": request.user if request.user.is_authenticated else None,
        },
    )


@require_POST
@never_cache
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the session of a role, with the same records as a real sign-in."""
    account = find_account(slug)
    if account is None:
        raise Http404
    enter_as(request, user_of(account))
    language = get_language() if get_language() in _LANGUAGES else "ar"
    homes = {"space": f"/{language}/", "admin": "/admin/", "cms": "/cms/"}
    return redirect(homes[account.home])
