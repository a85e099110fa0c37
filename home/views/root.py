"""The bare address of the portal leads to the home in the reader's language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import get_script_prefix
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from portal.accounts.languages import negotiated


@require_safe
def root(request: HttpRequest) -> HttpResponseRedirect:
    response = HttpResponseRedirect(f"{get_script_prefix()}{negotiated(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
