"""Where a dossier's pages are: beneath the procedure's page that serves them, or under `/<language>/dossiers/`.

Both URLconfs have the same names, so that one view serves both; a page that is unpublished or moved breaks no link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import NotFound
from procedures.models import ProcedurePage

from ..models import Dossier


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one dossier. `page`: the procedure's page they hang on, or `None`."""

    dossier: Dossier
    page: Any = None
    request: HttpRequest | None = None

    @classmethod
    def of_request(cls, request: HttpRequest, dossier: Dossier) -> Addresses:
        """Addresses of the same kind as the one asked. Raises `NotFound` beneath the page of another procedure."""
        page = getattr(request, "page", None)
        if page is not None and (page.commune_id, page.key_id) != (dossier.commune_id, dossier.key_id):
            raise dossier_not_found()
        return cls(dossier, page, request)

    @classmethod
    def published(cls, dossier: Dossier, language: str) -> Addresses:
        """Beneath the live page of this language, if there is one."""
        page = ProcedurePage.objects.live().filter(
            commune=dossier.commune_id, key=dossier.key_id, locale__language_code=language
        )
        return cls(dossier, page.first())

    def of(self, name: str, **kwargs: Any) -> str:
        """The address `name` of this dossier."""
        kwargs["reference"] = self.dossier.reference
        if self.page is None:
            return reverse(name, kwargs=kwargs)
        address: str = self.page.attached_url("follow", name, self.request, **kwargs)
        return address


def dossier_not_found() -> NotFound:
    """Nobody is told whether a file of somebody else exists."""
    return NotFound(
        _("There is no such file here. Check its number, or sign in with the account that filed it."),
        code="dossier_not_found",
    )


def visible_dossier(user: User, reference: str) -> Dossier:
    """The dossier, with what its page reads, if `user` may see it. Raises `NotFound` otherwise."""
    dossier = (
        Dossier.objects.visible_to(user)
        .filter(reference=reference)
        .select_related("version", "key", "commune__province", "local", "applicant")
        .first()
    )
    if dossier is None:
        raise dossier_not_found()
    return dossier


def to_the_door(request: HttpRequest) -> HttpResponseRedirect:
    """To the sign-in, and back here afterwards."""
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
