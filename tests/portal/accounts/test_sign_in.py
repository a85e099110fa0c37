"""Signing in: by phone or e-mail, with a code or a password; nothing tells a stranger which accounts exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from portal.accounts.models import Role, User

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/fr/accounts/login/"
CONFIRM = "/fr/accounts/login/code/confirm/"


def _mail_code() -> str:
    found = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
    assert found is not None
    return found.group()


def test_a_phone_and_a_code_sign_in(client: Client, sms: Any, make_user: Callable[..., User]) -> None:
    user = make_user(phone="+212661223344")
    answer = client.post(LOGIN, {"login": "0661 22-33-44", "by": "code"})
    assert answer["Location"] == CONFIRM
    answer = client.post(CONFIRM, {"code": sms.code()})
    assert answer["Location"] == "/fr/me/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_email_and_a_code_sign_in(client: Client, make_user: Callable[..., User]) -> None:
    make_user(email="amina@example.org")
    client.post(LOGIN, {"login": " Amina@example.org", "by": "code"})
    assert client.post(CONFIRM, {"code": _mail_code()})["Location"] == "/fr/me/"


def test_a_person_without_a_phone_signs_in_by_email(client: Client, make_user: Callable[..., User]) -> None:
    make_user(email="amina@example.org", phone=None, phone_verified=False, password=PASSWORD)
    answer = client.post(LOGIN, {"login": "amina@example.org", "password": PASSWORD, "by": "password"})
    assert answer["Location"] == "/fr/me/"


@pytest.mark.parametrize("login", ["amina@example.org", "+212661223344", "0661223344"])
def test_a_password_signs_in_by_either(client: Client, make_user: Callable[..., User], login: str) -> None:
    make_user(email="amina@example.org", phone="+212661223344", password=PASSWORD)
    answer = client.post(LOGIN, {"login": login, "password": PASSWORD, "by": "password"})
    assert answer["Location"] == "/fr/me/"


@pytest.mark.parametrize("login", ["amina@example.org", "0661223344"])
def test_a_wrong_password_says_one_sentence(client: Client, make_user: Callable[..., User], login: str) -> None:
    make_user(email="amina@example.org", phone="+212661223344", password=PASSWORD)
    page = client.post(LOGIN, {"login": login, "password": "autre", "by": "password"})
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()


def test_the_password_asked_for_and_left_empty_is_told(
    client: Client, sms: Any, make_user: Callable[..., User]
) -> None:
    make_user(phone="+212661223344", password=PASSWORD)
    page = client.post(LOGIN, {"login": "0661223344", "password": "", "by": "password"})
    assert "password" in page.context["form"].errors
    assert sms.all() == []


@pytest.mark.parametrize("login", ["personne@example.org", "0661000000"])
def test_an_unknown_person_gets_the_same_page_as_a_known_one(client: Client, sms: Any, login: str, db: None) -> None:
    answer = client.post(LOGIN, {"login": login, "by": "code"})
    assert answer["Location"] == CONFIRM
    assert client.get(CONFIRM).status_code == 200
    message = sms.last()["text"] if login[0] == "0" else mail.outbox[-1].body
    assert "/fr/accounts/signup/" in message


def test_an_address_only_claimed_does_not_sign_in(client: Client, make_user: Callable[..., User]) -> None:
    claimer = make_user()
    EmailAddress.objects.create(user=claimer, email="amina@example.org", verified=False, primary=True)
    client.post(LOGIN, {"login": "amina@example.org", "by": "code"})
    assert re.search(r"\b\d{6}\b", mail.outbox[-1].body) is None


@pytest.mark.parametrize("login", ["", "amina", "@", "06"])
def test_what_is_neither_phone_nor_email_is_told(client: Client, db: None, login: str) -> None:
    page = client.post(LOGIN, {"login": login, "by": "code"})
    assert page.status_code == 200
    assert "login" in page.context["form"].errors


def test_codes_asked_too_often_are_refused_in_the_form(
    client: Client, sms: Any, make_user: Callable[..., User]
) -> None:
    make_user(email="amina@example.org")
    pages = [Client().post(LOGIN, {"login": "amina@example.org", "by": "code"}) for _try in range(6)]
    assert [page.status_code for page in pages] == [302] * 5 + [200]
    assert pages[-1].context["form"].errors.as_data()["login"]
    assert len(mail.outbox) == 5


def test_failures_of_one_phone_do_not_close_the_door_to_another(client: Client, make_user: Callable[..., User]) -> None:
    make_user(phone="+212661223344", password=PASSWORD)
    for number in range(9):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(
            LOGIN, {"login": f"066100000{number}", "password": "x", "by": "password"}
        )
    answer = client.post(LOGIN, {"login": "0661223344", "password": PASSWORD, "by": "password"})
    assert answer.status_code == 302


def test_guessing_a_password_is_stopped(client: Client, make_user: Callable[..., User], settings: Any) -> None:
    settings.AXES_ENABLED = True
    make_user(phone="+212661223344", password=PASSWORD)
    for _try in range(6):
        client.post(LOGIN, {"login": "0661223344", "password": "faux", "by": "password"})
    answer = client.post(LOGIN, {"login": "0661223344", "password": PASSWORD, "by": "password"})
    assert answer.status_code != 302
    assert "_auth_user_id" not in client.session


def test_another_code_can_be_sent_and_says_so(client: Client, sms: Any, make_user: Callable[..., User]) -> None:
    make_user(phone="+212661223344")
    client.post(LOGIN, {"login": "0661223344", "by": "code"})
    page = client.post(CONFIRM, {"action": "resend"}, follow=True)
    assert page.redirect_chain[-1][0] == CONFIRM
    assert len(page.context["messages"]) == 1
    assert client.post(CONFIRM, {"code": sms.code()})["Location"] == "/fr/me/"


def test_a_forgotten_password_is_replaced_with_a_code(client: Client, make_user: Callable[..., User]) -> None:
    user = make_user(email="amina@example.org", password=PASSWORD)
    answer = client.post("/fr/accounts/password/reset/", {"email": "amina@example.org"})
    answer = client.post(answer["Location"], {"code": _mail_code()})
    new = "un-autre-cedre-du-haut-atlas"
    client.post(answer["Location"], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)


def test_the_former_number_learns_that_it_was_replaced(
    client: Client, sms: Any, make_user: Callable[..., User], sign_in: Callable[[Client, User], None]
) -> None:
    user = make_user(phone="+212661223344")
    sign_in(client, user)
    client.post("/fr/accounts/phone/change/", {"phone": "0661223355"})
    client.post("/fr/accounts/phone/verify/", {"code": sms.code()})
    user.refresh_from_db()
    assert user.phone.as_e164 == "+212661223355"
    assert sms.last()["to"] == "+212661223344"


def test_an_address_without_language_goes_to_the_browser_s(client: Client, db: None) -> None:
    assert client.get("/accounts/login/?next=/x/")["Location"] == "/ar/accounts/login/?next=/x/"
    assert client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE="fr-MA,en")["Location"] == "/fr/accounts/login/"
    assert client.get("/me/", HTTP_ACCEPT_LANGUAGE="zgh")["Location"] == "/zgh/me/"
    assert client.get("/me/?lang=fr")["Location"] == "/fr/me/?lang=fr"


def test_my_space_asks_to_sign_in_in_its_own_language(client: Client, db: None) -> None:
    assert client.get("/zgh/me/")["Location"] == "/zgh/accounts/login/?next=/zgh/me/"


@pytest.mark.parametrize(
    ("role", "home"), [(Role.CLERK, "/admin/"), (Role.EDITOR, "/cms/"), (Role.FOLLOW_UP_MEMBER, "/admin/")]
)
def test_an_officer_lands_at_the_desk(
    client: Client, sms: Any, make_officer: Callable[..., User], role: Role, home: str
) -> None:
    user = make_officer(role)
    client.post(LOGIN, {"login": user.phone.as_e164, "by": "code"})
    assert client.post(CONFIRM, {"code": sms.code()})["Location"] == home
