"""allauth's pages where this portal adds a word: a code that no longer holds says so; an unproven e-mail stays second."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account import views as account_views
from allauth.account.internal.flows.manage_email import can_mark_as_primary
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

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
