"""What follows from signing in and from registering a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from .models import User


@receiver(user_logged_in, dispatch_uid="accounts.finish_sign_up")
def finish_sign_up(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The code was typed: the sign-up is finished."""
    if user.pending:
        user.pending = False
        user.save(update_fields=["pending"])


@receiver(authenticator_added, dispatch_uid="accounts.passed_by_registering")
def passed_by_registering(
    sender: type, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Registering a second factor gives it once, so this session has passed it; it is not fresh for a signature."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
