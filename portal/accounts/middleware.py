"""The language of a request, the door of officers, and answers that are one person's alone.

None touches the session or the user on a public address: shared caches keep those pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .backends import may_enter
from .languages import desk_language, negotiated, prefix_of
from .models import User
from .rights import decides
from .second_factor import has_second_factor, passed_second_factor

GetResponse = Callable[[HttpRequest], HttpResponseBase]
DESKS: Final = ("/admin/", "/cms/")
# The ways in and out: their views answer for themselves.
OPEN: Final = ("/admin/login/", "/admin/logout/", "/cms/login/", "/cms/logout/")


class LanguageMiddleware:
    """The language in the address decides; at an officer's desk their own (Arabic or French); else what the browser wishes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        prefix = prefix_of(request.path_info)
        desk = request.path_info.startswith(DESKS)
        if prefix:
            language = prefix
        elif desk:
            language = desk_language(request.user.language if isinstance(request.user, User) else negotiated(request))
        else:
            language = negotiated(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if not prefix and not desk:
            patch_vary_headers(response, ["Accept-Language"])
        return response


class PrivateAnswersMiddleware:
    """An answer for which the session was read, or a form's token made, is one person's: no cache keeps it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        personal = request.session.accessed or request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
        if personal and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class OfficerDoorMiddleware:
    """Opens /admin/ and /cms/ to a grant in force; to a role that decides or signs, only with its second factor.

    It asks on every request, so a grant that ended yesterday opens nothing today, whatever the session remembers.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(DESKS) and not path.startswith(OPEN) and isinstance(request.user, User):
            elsewhere = self._turned_away(request, request.user, cms=path.startswith("/cms/"))
            if elsewhere is not None:
                return elsewhere
        return self.get_response(request)

    def _turned_away(self, request: HttpRequest, user: User, *, cms: bool) -> HttpResponseRedirect | None:
        if not may_enter(user, cms=cms):
            raise PermissionDenied
        if not decides(user) or passed_second_factor(request):
            return None
        if has_second_factor(user):
            return HttpResponseRedirect(
                f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}"
            )
        messages.warning(
            request, _("Your role decides or signs: register a second factor, then come back to your desk.")
        )
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
