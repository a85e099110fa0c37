"""Who holds a draft: an account, or a browser by a random token in a cookie. Never an address alone.

The cookie's token is not stored, only its digest. At sign-in the browser's drafts join the account; on another device a
draft opens only by a single-use link sent to a verified phone or e-mail. On a shared computer a draft can be closed at
once and closes by itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from portal.kernel.codes import digest_code, new_code
from portal.kernel.errors import NotFound
from portal.kernel.now import now

from .models import Draft
from .models.draft import lifetime

if TYPE_CHECKING:
    from portal.territory.models import Commune
    from procedures.models import ProcedureKey, ProcedureVersion

COOKIE = "turagt_draft"


def _token(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def _held_by(request: HttpRequest) -> Q:
    """The condition "held by this person": their account, or this browser's token while no account holds it."""
    held = Q(pk__in=[])
    if request.user.is_authenticated:
        held |= Q(owner=request.user)
    token = _token(request)
    if token:
        held |= Q(owner=None, token_digest=digest_code(token))
    return held


def drafts_of(request: HttpRequest, *, at: datetime) -> Any:
    """Open drafts of this person, newest first."""
    return Draft.objects.filter(_held_by(request)).open(at=at).select_related("key", "version", "commune")


def find_draft(request: HttpRequest, *, key: ProcedureKey, commune: Commune, at: datetime) -> Draft | None:
    """The newest open draft of this person for one procedure of one commune."""
    if not request.user.is_authenticated and not _token(request):
        return None
    draft: Draft | None = drafts_of(request, at=at).filter(key=key, commune=commune).first()
    return draft


def own_draft(request: HttpRequest, pk: Any, *, at: datetime) -> Draft:
    """The open draft `pk` if this person holds it. Raises `NotFound` alike for one that is another's or does not exist."""
    draft: Draft | None = drafts_of(request, at=at).filter(pk=pk).first()
    if draft is None:
        raise NotFound(
            _("This draft is not open on this device. If you began it elsewhere, sign in, or ask for a link."),
            code="draft_not_found",
        )
    return draft


def locked(draft: Draft) -> Draft:
    """The draft as it is by now, locked until the transaction ends. Raises `NotFound` when it was filed or closed meanwhile."""
    row: Draft | None = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("version", "commune", "key")
        .filter(pk=draft.pk, state=Draft.State.OPEN)
        .first()
    )
    if row is None:
        raise NotFound(_("This draft was sent or closed in another window."), code="draft_not_open")
    return row


def begin_draft(
    request: HttpRequest,
    response: HttpResponseBase,
    *,
    version: ProcedureVersion,
    commune: Commune,
    language: str,
    at: datetime,
) -> Draft:
    """A new draft held by the account, or by a token set as a cookie on `response`."""
    token = "" if request.user.is_authenticated else _new_token(request, response)
    return Draft.objects.create(
        key=version.key,
        version=version,
        commune=commune,
        owner=request.user if request.user.is_authenticated else None,
        token_digest=digest_code(token) if token else "",
        language=language,
        created_at=at,
        touched_at=at,
        closes_at=at + lifetime(anonymous=bool(token)),
    )


def _new_token(request: HttpRequest, response: HttpResponseBase) -> str:
    """A token that nobody knew before, for the new draft and for those this browser holds already.

    A token that was in the cookie may be known to whoever sat at this computer before, or have been planted there.
    """
    token = new_code(32)
    if _token(request):
        held = Draft.objects.filter(owner=None, token_digest=digest_code(_token(request)))
        held.update(token_digest=digest_code(token))
    keep_token(response, token)
    return token


def keep_token(response: HttpResponseBase, token: str) -> None:
    """Give the browser its token: unreadable by scripts, gone when the drafts it opens have closed."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(lifetime(anonymous=True).total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def keep_open(request: HttpRequest, response: HttpResponseBase, draft: Draft) -> None:
    """A draft held by this browser was saved: its token lives as long again as the draft."""
    token = _token(request)
    if draft.owner_id is not None or not token or COOKIE in response.cookies:
        return
    # Another window may have changed the token meanwhile: the former one must not come back.
    if Draft.objects.filter(pk=draft.pk, token_digest=digest_code(token)).exists():
        keep_token(response, token)


@receiver(user_logged_in)
def join_drafts(sender: object, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """This browser's drafts become the account's. A draft another account holds is never taken."""
    token = _token(request) if request is not None else ""
    if token:
        at = now()
        Draft.objects.filter(owner=None, token_digest=digest_code(token)).open(at=at).update(
            owner=user, token_digest="", closes_at=at + lifetime(anonymous=False)
        )


def held_draft(request: HttpRequest, pk: str) -> Draft:
    """The draft `pk` of this person in any state, for a button pressed twice. Raises `NotFound` for another's."""
    draft: Draft | None = None
    try:
        draft = (
            Draft.objects.filter(_held_by(request)).select_related("key", "version", "commune").filter(pk=pk).first()
        )
    except ValidationError:
        draft = None
    if draft is None:
        raise NotFound(_("This draft is not open on this device."), code="draft_not_found")
    return draft
