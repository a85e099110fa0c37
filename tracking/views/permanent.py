"""The addresses printed on papers: they hold for ever and lead to wherever the page now is.

Neither looks anything up: what exists is not told to somebody who only has an address.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import override
from django.views.decorators.http import require_safe

from portal.accounts.languages import negotiated
from portal.accounts.models import User
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.references import parse_reference

from .addresses import Addresses, to_the_door, visible_dossier


@require_safe
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """To the dossier: beneath its procedure's page where that is live, else under `/<language>/dossiers/`.

    The language is the person's own, or the one asked by `?lang=`.
    """
    try:
        reference = parse_reference(reference)
    except Invalid as mistyped:
        raise NotFound(mistyped.sentence, code="dossier_not_found") from mistyped
    user = request.user
    if not isinstance(user, User):
        return to_the_door(request)
    language = user.language if "lang" not in request.GET else negotiated(request)
    with override(language):
        addresses = Addresses.published(visible_dossier(user, reference), language)
        query = request.GET.copy()
        query.pop("lang", None)
        target = addresses.of("dossier") + (f"?{query.urlencode()}" if query else "")
    response = HttpResponseRedirect(target)
    add_never_cache_headers(response)
    return response


@require_safe
def act(request: HttpRequest, code: str) -> HttpResponse:
    """To the verification of an act, in the reader's language."""
    with override(negotiated(request)):
        response = HttpResponseRedirect(reverse("verify_code", kwargs={"code": code}))
    patch_vary_headers(response, ["Accept-Language"])
    return response
