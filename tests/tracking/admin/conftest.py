"""Officers at their desk: signed in, with the second factor their role demands, at a fixed moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from portal.accounts.models import Role, User
from portal.kernel.now import at as set_now
from tests.factories import MONDAY, Town, awaiting_decision, make_officer, prepared_act
from tracking.actions.sign_act import sign_act
from tracking.models import Dossier

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    """Everything happens on the day after the first filing, unless a test sets another moment."""
    moment = MONDAY + timedelta(days=1)
    with set_now(moment):
        yield moment


@pytest.fixture
def enter(db: None) -> SignIn:
    """A browser in which `user` has passed the door; `fresh`: the second factor was just given again."""

    def go(user: User, *, fresh: bool = False, language: str = "fr") -> Client:
        user.language = language
        user.save(update_fields=["language"])
        client = Client()
        client.force_login(user, backend="portal.accounts.backends.DoorBackend")
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, SECRET)
        moment = time.time()  # noqa: TID251
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "mfa", "at": moment, "id": 1, "type": "totp", **({"reauthenticated": True} if fresh else {})}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client

    return go


@pytest.fixture
def follow_up(town: Town) -> User:
    return make_officer(Role.FOLLOW_UP_MEMBER, province=town.province)


@pytest.fixture
def controller(town: Town) -> User:
    return make_officer(Role.CONTROLLER, province=town.province)


@pytest.fixture
def operator(db: None) -> User:
    return make_officer(Role.OPERATOR)


@pytest.fixture
def neighbour_clerk(town: Town) -> User:
    return make_officer(Role.CLERK, commune=town.neighbour)


@pytest.fixture
def to_decide(town: Town) -> Dossier:
    """A refection before the president."""
    return awaiting_decision(town)


@pytest.fixture
def president(town: Town, enter: SignIn) -> Client:
    """The president's browser, the second factor just given again."""
    return enter(town.president, fresh=True)


@pytest.fixture
def approved(town: Town, keys: str) -> Dossier:
    """A refection granted and notified, its fee still to pay."""
    act = prepared_act(town)
    sign_act(act=act, code=keys, actor=town.president, at=MONDAY + timedelta(days=2))
    return act.dossier
