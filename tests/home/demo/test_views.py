"""The demonstration's page enters any role, so it answers nobody but the machine it runs on."""

import pytest
from django.test import Client

from home.demo.accounts import find_account, made_accounts
from portal.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen() -> User:
    assert find_account("citizen") is not None
    return User.objects.create_user(username="demo-citizen")


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "", "127.0.0.1.example"])
def test_a_reader_elsewhere_finds_no_demonstration(citizen: User, address: str) -> None:
    client = Client(REMOTE_ADDR=address, HTTP_HOST="localhost")
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/enter/citizen/").status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_on_the_machine_itself_a_role_is_entered(citizen: User, address: str) -> None:
    client = Client(REMOTE_ADDR=address)
    assert client.post("/demo/enter/citizen/").status_code == 302
    assert client.session["_auth_user_id"] == str(citizen.pk)


def test_a_role_is_entered_by_its_button_only(citizen: User) -> None:
    assert Client().get("/demo/enter/citizen/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/demo/enter/citizen/").status_code == 403


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_officer_is_entered_in_the_language_of_the_page(language: str) -> None:
    officer = User.objects.create_user(username="demo-clerk")
    Client(REMOTE_ADDR="127.0.0.1").post("/demo/enter/clerk/", {"language": language})
    officer.refresh_from_db()
    assert officer.language == language


def test_the_page_of_roles_opens_before_the_accounts_are_made(citizen: User) -> None:
    page = Client(REMOTE_ADDR="127.0.0.1").get("/demo/")
    assert page.status_code == 200
    assert [user.username for _account, user in made_accounts()] == ["demo-citizen"]
