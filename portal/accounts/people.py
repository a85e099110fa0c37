"""Finding a person by what they type at the door; sign-ups that were never finished, and what other visits left behind.

Only proven ways lead to an account: `User.email` and verified addresses, and the phone of an account that is not pending.
Whoever signs up with someone else's phone or e-mail and stops at the code leaves nothing that stands in the owner's way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from .models import User

PENDING_FOR: Final = timedelta(days=1)
FAILURES_FOR: Final = timedelta(days=30)


def person_by_phone(phone: str) -> User | None:
    """Who signs in with the phone (E.164)."""
    return User.objects.filter(phone=phone, pending=False).first()


def person_by_email(email: str) -> User | None:
    """Who signs in with the e-mail: its proven owner."""
    proven = Q(email__iexact=email) | Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    return User.objects.filter(proven, pending=False).distinct().first()


def discard_pending(*, phone: str = "", email: str = "", but: User | None = None) -> None:
    """Remove the unfinished sign-ups that hold the phone or the e-mail, except `but`."""
    held = Q()
    if phone:
        held |= Q(phone=phone)
    if email:
        held |= Q(email__iexact=email) | Q(emailaddress__email__iexact=email)
    if held:
        pending = User.objects.filter(held, pending=True)
        (pending.exclude(pk=but.pk) if but else pending).delete()


def sweep_pending(*, at: datetime) -> int:
    """Remove sign-ups not finished within `PENDING_FOR`; gives how many. Safe to run twice."""
    removed, _by_model = User.objects.filter(pending=True, date_joined__lt=at - PENDING_FOR).delete()
    return removed


def sweep_sessions(*, at: datetime) -> int:
    """Remove sessions past their day, and the device and address remembered with them; gives how many sessions."""
    removed, _by_model = Session.objects.filter(expire_date__lt=at).delete()
    # A session ends by signing out too, which leaves its device behind.
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return removed


def sweep_failures(*, at: datetime) -> int:
    """Remove the counts of failed sign-ins older than `FAILURES_FOR`: a name, an address, a device; gives how many."""
    removed, _by_model = AccessAttempt.objects.filter(attempt_time__lt=at - FAILURES_FOR).delete()
    return removed


@transaction.atomic
def vouch_for_email(user: User) -> None:
    """Hold `user.email` as proven because an operator entered it: other addresses of the account go, claims of others fail."""
    email = user.email.lower()
    EmailAddress.objects.filter(user=user).exclude(email=email).delete()
    if email:
        EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
