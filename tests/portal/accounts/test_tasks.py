"""What visits leave behind is removed at its time, and nothing before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from portal.accounts.models import User
from portal.accounts.people import sweep_failures, sweep_sessions
from portal.accounts.tasks import sweep_accounts
from portal.kernel.now import now

pytestmark = pytest.mark.django_db


def _remembered(user: User, key: str) -> None:
    UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", user_agent="browser")


def test_an_ended_session_goes_with_its_device_and_a_running_one_stays() -> None:
    user, at = User.objects.create(full_name="A B"), now()
    Session.objects.create(session_key="ended", session_data="", expire_date=at - timedelta(minutes=1))
    Session.objects.create(session_key="runs", session_data="", expire_date=at + timedelta(days=1))
    for key in ("ended", "runs", "signed-out"):
        _remembered(user, key)
    assert sweep_sessions(at=at) == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == ["runs"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["runs"]


def test_failures_are_forgotten_after_thirty_days() -> None:
    AccessAttempt.objects.create(username="a", ip_address="127.0.0.1", user_agent="b", failures_since_start=1)
    assert sweep_failures(at=now() + timedelta(days=29)) == 0
    assert sweep_failures(at=now() + timedelta(days=31)) == 1


def test_the_sweep_may_run_twice() -> None:
    assert sweep_accounts() == sweep_accounts() == "0 sign-ups, 0 sessions, 0 failures removed"
