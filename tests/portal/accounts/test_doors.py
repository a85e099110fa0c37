"""Every other door leads to the one door, and no desk opens without a grant in force and, where one decides, a second factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from portal.accounts.models import DECIDING_ROLES, Grant, Role, User
from portal.kernel.now import today
from portal.territory.models import Body

from .conftest import PASSWORD, SECRET, totp

pytestmark = pytest.mark.django_db
DESKS = ["/admin/", "/cms/"]
LOGINS = [
    "/admin/login/",
    "/cms/login/",
    "/accounts/login/",
    "/ar/accounts/login/",
    "/fr/accounts/login/",
    "/zgh/accounts/login/",
    "/fr/_util/login/",
    "/fr/accounts/reauthenticate/",
    "/fr/accounts/login/code/",
]


@pytest.mark.parametrize("address", LOGINS)
@pytest.mark.parametrize("next_page", ["", "?next=/admin/"])
def test_no_login_address_takes_a_password_alone_from_who_has_a_second_factor(
    client: Client, make_officer: Callable[..., User], address: str, next_page: str
) -> None:
    user = make_officer(Role.PRESIDENT, second_factor=True, password=PASSWORD, email="president@example.org")
    client.post(
        address + next_page,
        {
            "login": "president@example.org",
            "username": user.username,
            "email": "president@example.org",
            "password": PASSWORD,
            "by": "password",
            "next": "/admin/",
        },
    )
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302
    assert client.get("/cms/").status_code == 302


@pytest.mark.parametrize("address", ["/admin/login/", "/cms/login/"])
def test_a_signed_in_officer_cannot_become_another_with_a_password(
    client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None], address: str
) -> None:
    clerk = make_officer(Role.CLERK)
    make_officer(Role.PRESIDENT, second_factor=True, password=PASSWORD, email="president@example.org")
    sign_in(client, clerk)
    client.post(address, {"username": "president@example.org", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_password_and_second_factor_open_the_desk(client: Client, make_officer: Callable[..., User]) -> None:
    make_officer(Role.PRESIDENT, second_factor=True, password=PASSWORD, email="president@example.org")
    answer = client.post(
        "/fr/accounts/login/?next=/admin/",
        {"login": "president@example.org", "password": PASSWORD, "by": "password", "next": "/admin/"},
    )
    assert answer["Location"] == "/fr/accounts/2fa/authenticate/"
    answer = client.post(answer["Location"], {"code": totp()})
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("desk", DESKS)
def test_nobody_turns_in_circles(
    client: Client, make_user: Callable[..., User], sign_in: Callable[[Client, User], None], desk: str
) -> None:
    """Anonymous: one way to the login page. Signed in without right: 403 at once, on every address, and no redirect."""
    page = client.get(desk, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[-1][0].startswith("/ar/accounts/login/?next=")
    assert len(page.redirect_chain) <= 2
    sign_in(client, make_user())
    for address in (desk, f"{desk}login/", f"{desk}pages/1/", f"{desk}login/?next={desk}"):
        assert client.get(address).status_code == 403, address


@pytest.mark.parametrize(
    ("role", "admin", "cms"),
    [
        (Role.CLERK, 200, 403),
        (Role.FOLLOW_UP_MEMBER, 200, 403),
        (Role.COMMITTEE_SECRETARY, 200, 403),
        (Role.EDITOR, 403, 200),
        (Role.REVIEWER, 403, 200),
    ],
)
def test_each_role_has_its_desk(
    client: Client,
    make_officer: Callable[..., User],
    sign_in: Callable[[Client, User], None],
    role: Role,
    admin: int,
    cms: int,
) -> None:
    sign_in(client, make_officer(role))
    assert client.get("/admin/").status_code == admin
    assert client.get("/cms/").status_code == cms


@pytest.mark.parametrize("role", [Role.CLERK, Role.EDITOR])
def test_a_grant_that_ended_yesterday_opens_nothing(
    client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None], role: Role
) -> None:
    user = make_officer(role, valid_until=today())
    sign_in(client, user)
    desk = "/cms/" if role == Role.EDITOR else "/admin/"
    assert client.get(desk).status_code == 200
    Grant.objects.update(valid_until=today() - timedelta(days=1))
    assert client.get(desk).status_code == 403


def test_a_grant_of_tomorrow_opens_nothing_today(
    client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None]
) -> None:
    user = make_officer(Role.CLERK)
    Grant.objects.update(valid_from=today() + timedelta(days=1))
    sign_in(client, user)
    assert client.get("/admin/").status_code == 403


@pytest.mark.parametrize("role", sorted(DECIDING_ROLES))
def test_a_role_that_decides_must_register_a_second_factor(
    client: Client,
    make_officer: Callable[..., User],
    sign_in: Callable[[Client, User], None],
    role: Role,
    province: Any,
) -> None:
    if role == Role.MEMBER:
        body = Body.objects.create(code="b", kind=Body.Kind.PROVINCE, name_fr="b", name_ar="b")
        user = make_officer(Role.CLERK)
        Grant.objects.update(role=Role.MEMBER, body=body, commune=None)
    else:
        user = make_officer(role)
    sign_in(client, user)
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"] == "/ar/accounts/2fa/totp/activate/"


@pytest.mark.django_db(transaction=True)
def test_registering_a_second_factor_opens_the_desk(
    client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None]
) -> None:
    user = make_officer(Role.PRESIDENT)
    sign_in(client, user)
    page = client.get("/fr/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = totp(secret)
    answer = client.post("/fr/accounts/2fa/totp/activate/", {"code": code})
    assert answer["Location"] == "/fr/accounts/2fa/recovery-codes/"
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert client.get("/admin/").status_code == 200


def test_a_second_factor_registered_elsewhere_is_asked_of_an_older_session(
    client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None]
) -> None:
    user = make_officer(Role.PRESIDENT)
    sign_in(client, user)
    TOTP.activate(user, SECRET)
    answer = client.get("/admin/?a=1")
    assert answer["Location"] == "/ar/accounts/2fa/reauthenticate/?next=%2Fadmin%2F%3Fa%3D1"
    cache.clear()
    answer = client.post(answer["Location"], {"code": totp(), "next": "/admin/?a=1"})
    assert answer["Location"] == "/admin/?a=1"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_desk_speaks_the_officer_s_language(
    client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None], language: str
) -> None:
    sign_in(client, make_officer(Role.CLERK, language=language))
    page = client.get("/admin/")
    assert page.headers["Content-Language"] == ("fr" if language == "fr" else "ar")


def test_django_s_own_password_change_is_not_a_second_door(
    client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None]
) -> None:
    sign_in(client, make_officer(Role.CLERK))
    answer = client.get("/admin/password_change/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/accounts/password/change/")
