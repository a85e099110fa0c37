"""Signing asks for the second factor again; the demonstration leaves the record of a real sign-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from portal.accounts.models import Role, User
from portal.accounts.second_factor import (
    code_for_demonstration,
    enter_as,
    is_fresh,
    passed_second_factor,
    register_for_demonstration,
    require_fresh,
)
from portal.kernel.errors import NotAllowed, NotFound
from portal.urls import urlpatterns as portal_urlpatterns

from .conftest import machine_time, totp

pytestmark = pytest.mark.django_db
SIGNED: list[str] = []


@csrf_protect
def sign(request: HttpRequest) -> HttpResponse:
    """A view that signs, as those of the register do: nothing happens before the second factor is fresh."""
    if request.method != "POST":
        return HttpResponse(get_token(request))
    require_fresh(request)
    SIGNED.append(request.POST["act"])
    return HttpResponseRedirect("/admin/")


urlpatterns = [path("sign/", sign), *portal_urlpatterns]


def _request(rf: RequestFactory, user: Any) -> HttpRequest:
    request = rf.post("/sign/")
    SessionMiddleware(lambda request: None).process_request(request)  # type: ignore[arg-type, return-value]
    request.user = user
    return request


@pytest.fixture
def entered(rf: RequestFactory, make_officer: Callable[..., User]) -> HttpRequest:
    request = _request(rf, AnonymousUser())
    enter_as(request, make_officer(Role.PRESIDENT, second_factor=True))
    return request


def test_entering_leaves_the_record_of_a_second_factor_that_is_not_fresh(entered: HttpRequest) -> None:
    assert passed_second_factor(entered)
    assert not is_fresh(entered)
    with pytest.raises(ReauthenticationRequired):
        require_fresh(entered)


def test_entering_opens_the_desk_without_another_question(
    client: Client, make_officer: Callable[..., User], rf: RequestFactory
) -> None:
    request = _request(rf, AnonymousUser())
    enter_as(request, make_officer(Role.PRESIDENT, second_factor=True))
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (299, True), (301, False), (-60, False)])
def test_a_confirmation_is_fresh_for_five_minutes(entered: HttpRequest, age: int, fresh: bool) -> None:
    records = entered.session[AUTHENTICATION_METHODS_SESSION_KEY]
    records.append({"method": "mfa", "type": "totp", "at": machine_time() - age, "reauthenticated": True})
    assert is_fresh(entered) is fresh


def test_a_password_typed_again_is_not_enough_to_sign(entered: HttpRequest) -> None:
    records = entered.session[AUTHENTICATION_METHODS_SESSION_KEY]
    records.append({"method": "password", "at": machine_time(), "reauthenticated": True})
    assert not is_fresh(entered)


def test_who_has_no_second_factor_cannot_sign(rf: RequestFactory, make_officer: Callable[..., User]) -> None:
    request = _request(rf, make_officer(Role.PRESIDENT))
    with pytest.raises(NotAllowed) as refusal:
        require_fresh(request)
    assert refusal.value.code == "no_second_factor"


def test_the_code_shown_in_the_demonstration_is_the_one_asked_for(entered: HttpRequest, settings: Any) -> None:
    user = entered.user
    assert isinstance(user, User)
    assert code_for_demonstration(user) == totp()


def test_a_demonstration_account_is_given_one_authenticator(make_officer: Callable[..., User]) -> None:
    user = make_officer(Role.PRESIDENT)
    assert code_for_demonstration(user) == ""
    register_for_demonstration(user)
    secret = Authenticator.objects.get(user=user).data
    register_for_demonstration(user)
    assert Authenticator.objects.get(user=user).data == secret
    assert len(code_for_demonstration(user)) == 6


@pytest.mark.parametrize(("demo", "host"), [(False, "127.0.0.1"), (True, "0.0.0.0")])
def test_outside_the_demonstration_nobody_enters_as_another(
    rf: RequestFactory, make_user: Callable[..., User], settings: Any, demo: bool, host: str
) -> None:
    settings.DEMO, settings.LISTEN_HOST = demo, host
    user = make_user()
    request = _request(rf, user)
    with pytest.raises(NotFound):
        enter_as(request, user)
    with pytest.raises(NotFound):
        code_for_demonstration(user)
    with pytest.raises(NotFound):
        register_for_demonstration(user)


def test_signing_asks_for_the_code_and_then_signs_once_what_was_sent(
    make_officer: Callable[..., User], rf: RequestFactory, settings: Any
) -> None:
    settings.ROOT_URLCONF = __name__
    SIGNED.clear()
    request = _request(rf, AnonymousUser())
    enter_as(request, make_officer(Role.PRESIDENT, second_factor=True))
    request.session.save()
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = request.session.session_key
    token = client.get("/sign/").content.decode()

    answer = client.post("/sign/", {"act": "17", "csrfmiddlewaretoken": token})
    assert "/accounts/2fa/reauthenticate/" in answer["Location"]
    assert SIGNED == []
    code = {"next": "/sign/", "csrfmiddlewaretoken": token}
    page = client.post(answer["Location"], {**code, "code": "000000" if totp() != "000000" else "111111"})
    assert page.status_code == 200
    assert SIGNED == []
    answer = client.post("/ar/accounts/2fa/reauthenticate/", {**code, "code": totp()})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert SIGNED == ["17"]
    # Within five minutes a second act needs no second code.
    client.post("/sign/", {"act": "18", "csrfmiddlewaretoken": token})
    assert SIGNED == ["17", "18"]


def test_who_has_a_second_factor_confirms_with_it_and_not_with_the_password(
    client: Client, make_officer: Callable[..., User], rf: RequestFactory
) -> None:
    request = _request(rf, AnonymousUser())
    enter_as(request, make_officer(Role.PRESIDENT, second_factor=True, password="une-porte-de-cedre"))
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    answer = client.post("/fr/accounts/reauthenticate/", {"password": "une-porte-de-cedre"})
    assert answer["Location"].startswith("/fr/accounts/2fa/reauthenticate/")
