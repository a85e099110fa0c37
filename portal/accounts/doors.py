"""Other doors lead to the one door: login pages of the admin, the CMS and its private pages, addresses without a language.

None of them ever takes a password: the libraries' own pages would sign a person in without their second factor.
"""

from __future__ import annotations

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from .models import User


@never_cache
def cms_login(request: HttpRequest) -> HttpResponseBase:
    """A signed-in person without the right gets 403 (a redirect would loop); anyone else goes to the one door."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return _to_the_door(request, reverse("wagtailadmin_home"))


@never_cache
def admin_login(request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponseBase:
    """A signed-in officer goes on, a signed-in person without the right gets 403, anyone else goes to the one door."""
    home = reverse("admin:index")
    if request.user.is_authenticated:
        if not request.user.is_staff:
            raise PermissionDenied
        return HttpResponseRedirect(_next_address(request, home))
    return _to_the_door(request, home)


@never_cache
def page_login(request: HttpRequest) -> HttpResponseBase:
    """Wagtail's login page for pages that are not public: the same one door, back to the page asked for."""
    return _to_the_door(request, f"/{get_language()}/")


def no_door(request: HttpRequest, **_named: str) -> HttpResponseBase:
    """An address of Django's that would lead past the policies: there is nothing there."""
    raise Http404


def to_language(request: HttpRequest, path: str) -> HttpResponseBase:
    """`/accounts/...` and `/me/...` in the language of the signed-in person, else of the browser; the query is kept."""
    user = request.user
    language = user.language if isinstance(user, User) and "lang" not in request.GET else get_language()
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"/{language}/{path}" + (f"?{query}" if query else ""))


def _to_the_door(request: HttpRequest, default: str) -> HttpResponseRedirect:
    query = urlencode({REDIRECT_FIELD_NAME: _next_address(request, default)})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def _next_address(request: HttpRequest, default: str) -> str:
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else default
