"""allauth's pages where this portal adds a word: a code that no longer holds says so; an unproven e-mail stays second.

And the switch of languages at an officer's desk, whose addresses carry no language: it is remembered in the account.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account import views as account_views
from allauth.account.internal.flows.manage_email import can_mark_as_primary
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .languages import DESK_LANGUAGES
from .models import User

View = Callable[..., HttpResponseBase]


def _with_words(view: View, *starts: str) -> View:
    """The code page `view`; sent back to one of the pages named `starts` without a word, the person is told why."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 302:
            return response
        target = urlsplit(response["Location"]).path
        if request.POST.get("action") == "resend" and target == request.path:
            messages.success(request, _("A new code was sent. The former one is no longer valid."))
        elif target in map(reverse, starts) and not len(messages.get_messages(request)):
            messages.warning(request, _("This code is no longer valid. Ask for a new one."))
        return response

    return page


confirm_login_code = _with_words(account_views.confirm_login_code, "account_login", "account_request_login_code")
verify_phone = _with_words(account_views.verify_phone, "account_login", "account_change_phone")
confirm_password_reset_code = _with_words(account_views.confirm_password_reset_code, "account_login")


class EmailView(account_views.EmailView):
    """Only a proven address becomes the account's."""

    def _action_primary(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        address = self._get_email_address(request)
        if address is None or not address.verified or not can_mark_as_primary(address):
            return None
        response: HttpResponseBase | None = super()._action_primary(request, *args, **kwargs)
        return response


email = EmailView.as_view()


@never_cache
@require_POST
def switch_desk_language(request: HttpRequest) -> HttpResponseBase:
    """The desk, and the person's notices, in the language asked for from now on; back to the page one was on."""
    desk = reverse("admin:index")
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(desk)
    language = request.POST.get("language", "")
    if language in DESK_LANGUAGES and language != user.language:
        user.language = language
        user.save(update_fields=["language"])
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe and back.startswith(desk) else desk)
