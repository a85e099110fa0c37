"""Every page of the account opens, in the three languages, on the portal's own layout."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import Client, RequestFactory

from portal.accounts.models import Role, User
from portal.accounts.second_factor import enter_as

pytestmark = pytest.mark.django_db
STRANGER = ["login/", "signup/", "password/reset/", "inactive/", "confirm-email/", "confirm-email/x/"]
SIGNED_IN = [
    "email/",
    "phone/change/",
    "password/set/",
    "logout/",
    "sessions/",
    "2fa/",
    "2fa/reauthenticate/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
]


@pytest.fixture
def officer(client: Client, make_officer: Callable[..., User], rf: RequestFactory) -> User:
    user = make_officer(Role.PRESIDENT, second_factor=True)
    RecoveryCodes.activate(user)
    request = rf.get("/")
    SessionMiddleware(lambda request: None).process_request(request)  # type: ignore[arg-type, return-value]
    request.user = AnonymousUser()
    enter_as(request, user)
    record_authentication(request, user, method="mfa", reauthenticated=True)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    return user


def _opens_well(client: Client, language: str, address: str) -> None:
    page = client.get(f"/{language}/accounts/{address}")
    assert page.status_code == 200
    text = page.content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in text
    assert text.count("<h1>") == 1
    assert " style=" not in text
    # Scripts are files; what stands in the page is data.
    assert text.count("<script") == text.count("<script src=") + text.count('type="application/json"')
    assert {"private", "no-store"} <= set(page.headers["Cache-Control"].split(", "))


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("address", STRANGER)
def test_a_stranger_s_pages(client: Client, language: str, address: str) -> None:
    _opens_well(client, language, address)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("address", SIGNED_IN)
def test_the_pages_of_who_is_signed_in(client: Client, officer: User, language: str, address: str) -> None:
    _opens_well(client, language, address)


def test_recovery_codes_are_shown_and_downloaded(client: Client, officer: User) -> None:
    code = RecoveryCodes.activate(officer).get_unused_codes()[0]
    assert code in client.get("/fr/accounts/2fa/recovery-codes/").content.decode()
    assert code in client.get("/fr/accounts/2fa/recovery-codes/download/").content.decode()


def test_who_has_a_password_changes_it(client: Client, officer: User) -> None:
    officer.set_password("un-cedre-du-haut-atlas")
    officer.save()
    client.force_login(officer)
    assert client.get("/ar/accounts/password/set/")["Location"] == "/ar/accounts/password/change/"
    _opens_well(client, "ar", "password/change/")
    page = client.post(
        "/fr/accounts/password/change/", {"oldpassword": "x", "password1": "court", "password2": "court"}
    )
    assert set(page.context["form"].errors) == {"oldpassword", "password1"}
