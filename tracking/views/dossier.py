"""The page of one dossier, and the door that every view of a dossier passes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.accounts.second_factor import reads_as_officer

from ..models import Dossier
from ..policies import own_dossiers
from .addresses import Addresses, dossier_not_found, to_the_door, visible_dossier
from .page import render_dossier

View = Callable[..., HttpResponseBase]


def is_own(user: User, dossier: int | None) -> bool:
    """Whether `user` follows the dossier as an applicant or for one, whatever their grants."""
    mine = Dossier.objects.visible_to(user).filter(own_dossiers(user))
    return dossier is not None and mine.filter(pk=dossier).exists()


def of_dossier(view: View) -> View:
    """Calls `view(request, dossier, addresses, **kwargs)` with the dossier the reader may see; nobody else learns of it.

    A stranger is led to sign in and back; anyone else without the right meets the same answer as for a wrong number.
    """

    @wraps(view)
    def opened(request: HttpRequest, reference: str, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return to_the_door(request)
        dossier = visible_dossier(user, reference)
        if not reads_as_officer(request) and not is_own(user, dossier.pk):
            raise dossier_not_found()
        return view(request, dossier, Addresses.of_request(request, dossier), **kwargs)

    return never_cache(opened)


@require_safe
@of_dossier
def show(request: HttpRequest, dossier: Dossier, addresses: Addresses) -> HttpResponse:
    """Where the file is, and everything about it."""
    return render_dossier(request, dossier, addresses)
