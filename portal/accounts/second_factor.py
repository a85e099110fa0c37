"""The second factor: who has one, whether this session passed it, and whether it was given again just now for a signature.

What it protects: roles that decide or sign (`DECIDING_ROLES`). Which act needs it fresh is said by the caller.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import NotAllowed, NotFound

from .models import User
from .rights import decides

_STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """Whether an authenticator application or a security key is registered; recovery codes alone do not count."""
    return Authenticator.objects.filter(user=user, type__in=_STRONG).exists()


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether this session gave a second factor of the signed-in person, at sign-in or since."""
    return any(record.get("method") == "mfa" for record in _records(request))


def reads_as_officer(request: HttpRequest) -> bool:
    """Whether the grants of the signed-in person count for this request: a role that decides needs its second factor.

    The doors of the desks ask it themselves; this is for pages outside, where the same person may also be an applicant.
    """
    return not decides(request.user) or passed_second_factor(request)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the second factor was given again within `ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds; sign-in does not count."""
    # allauth dates its records with the machine's clock.
    now = time.time()  # noqa: TID251
    return any(
        record.get("method") == "mfa"
        and record.get("reauthenticated")
        and 0 <= now - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        for record in _records(request)
    )


def require_fresh(request: HttpRequest) -> None:
    """Demand the second factor again before a signature; call it first in the view, before anything is changed.

    Raises allauth's `ReauthenticationRequired`, which asks for the code and then repeats the same request, form included;
    `NotAllowed` (`no_second_factor`) when the person has none.
    """
    user = request.user
    if not isinstance(user, User) or not has_second_factor(user):
        raise NotAllowed(
            _("To sign, first register a second factor in your space, under security."), code="no_second_factor"
        )
    if not is_fresh(request):
        raise ReauthenticationRequired


def enter_as(request: HttpRequest, user: User) -> None:
    """Sign `user` in without asking anything, leaving the session and the record of the second factor a real sign-in leaves.

    Only for the page /demo/: raises `NotFound` where there is no demonstration. It does not make the second factor fresh.
    """
    _demonstration_only()
    logout(request)
    record_authentication(request, user, method="code", phone=str(user.phone) if user.phone else None)
    authenticator = Authenticator.objects.filter(user=user, type__in=_STRONG).first()
    if authenticator is not None:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
    get_adapter(request).login(request, user)


def register_for_demonstration(user: User) -> None:
    """Give a demonstration account an authenticator whose code /demo/ shows; one that has a second factor keeps it.

    Raises `NotFound` where there is no demonstration.
    """
    _demonstration_only()
    if not has_second_factor(user):
        TOTP.activate(user, generate_totp_secret())


def code_for_demonstration(user: User) -> str:
    """The present code of the person's authenticator application, for /demo/ to show; empty when they have none.

    Raises `NotFound` where there is no demonstration.
    """
    _demonstration_only()
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return ""
    # The tolerated counters before and after stand around the present one.
    counters = list(yield_hotp_counters_from_time())
    counter = counters[len(counters) // 2]
    return format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), counter))


def _demonstration_only() -> None:
    if not settings.DEMO or settings.LISTEN_HOST not in settings.LOOPBACK_HOSTS:
        raise NotFound(_("This page does not exist."))


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    return get_authentication_records(request, request.user) if request.user.is_authenticated else []
