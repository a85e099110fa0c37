"""Opening an account: a phone, or an e-mail, and a code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from portal.accounts.models import User
from portal.accounts.people import sweep_pending
from portal.kernel import now as clock

pytestmark = pytest.mark.django_db


def _sign_up(client: Client, language: str = "ar", **fields: str) -> Any:
    return client.post(f"/{language}/accounts/signup/", fields)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_a_phone_and_a_code_are_enough(client: Client, sms: Any, language: str) -> None:
    page = client.get(f"/{language}/accounts/signup/")
    assert page.status_code == 200
    assert page.headers["Content-Language"] == language
    assert f'lang="{language}"' in page.content.decode()

    answer = _sign_up(client, language, phone="06 61 22 33 44")
    assert answer.status_code == 302
    assert answer["Location"] == f"/{language}/accounts/phone/verify/"
    assert sms.last()["to"] == "+212661223344"

    answer = client.post(answer["Location"], {"code": sms.code()})
    assert answer.status_code == 302
    assert answer["Location"] == f"/{language}/me/profile/"
    user = User.objects.get()
    assert (user.phone.as_e164, user.phone_verified, user.pending) == ("+212661223344", True, False)
    assert user.language == language
    assert not user.has_usable_password()
    assert client.get(f"/{language}/me/").status_code == 200


@pytest.mark.parametrize(("language", "arabic"), [("ar", True), ("zgh", True), ("fr", False)])
def test_the_sms_is_in_arabic_for_readers_of_arabic_and_amazigh(
    client: Client, sms: Any, language: str, arabic: bool
) -> None:
    _sign_up(client, language, phone="0661223344")
    assert bool(re.search("[\u0621-\u064a]", sms.last()["text"])) is arabic
    assert len(sms.last()["text"]) <= (70 if arabic else 160), "one part of an SMS"


def test_an_email_alone_is_proven_by_a_code_too(client: Client) -> None:
    answer = _sign_up(client, email="Amina@Example.org")
    assert answer["Location"] == "/ar/accounts/login/code/confirm/"
    code = re.search(r"\b\d{6}\b", mail.outbox[0].body)
    assert code is not None
    assert User.objects.get().pending
    answer = client.post(answer["Location"], {"code": code.group()})
    assert answer["Location"] == "/ar/me/profile/"
    user = User.objects.get()
    assert user.email == "amina@example.org"
    assert not user.pending
    assert EmailAddress.objects.get().verified


def test_an_email_beside_the_phone_is_not_the_account_s_before_it_is_proven(client: Client, sms: Any) -> None:
    _sign_up(client, phone="0661223344", email="amina@example.org")
    client.post("/ar/accounts/phone/verify/", {"code": sms.code()})
    user = User.objects.get()
    assert user.email == ""
    link = re.search(r"https?://[^/]+(/ar/accounts/confirm-email/\S+)", mail.outbox[-1].body)
    assert link is not None
    client.post(link.group(1))
    user.refresh_from_db()
    assert user.email == "amina@example.org"


@pytest.mark.parametrize("phone", ["12", "06 61 22 33", "+999 12345678", "abc", "0661223344 0661223345"])
def test_a_wrong_phone_is_told_and_what_was_typed_stays(client: Client, sms: Any, phone: str) -> None:
    page = _sign_up(client, "fr", phone=phone, email="amina@example.org")
    assert page.status_code == 200
    assert page.context["form"].errors.as_data()["phone"][0].code == "phone_wrong"
    assert "amina@example.org" in page.content.decode()
    assert not User.objects.exists()
    assert sms.all() == []


def test_neither_phone_nor_email_is_refused_with_a_sentence(client: Client) -> None:
    page = _sign_up(client)
    assert page.status_code == 200
    assert "phone" in page.context["form"].errors


def test_digits_of_the_arabic_keyboard_are_taken(client: Client, sms: Any) -> None:
    _sign_up(client, phone="٠٦٦١٢٢٣٣٤٤")
    code = sms.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post("/ar/accounts/phone/verify/", {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    assert User.objects.get().phone_verified


def test_a_wrong_code_is_told_and_three_close_the_way(client: Client, sms: Any) -> None:
    _sign_up(client, phone="0661223344")
    wrong = "000000" if sms.code() != "000000" else "000001"
    for _try in range(2):
        page = client.post("/ar/accounts/phone/verify/", {"code": wrong})
        assert page.status_code == 200
        assert page.context["verify_form"].errors.as_data()["code"][0].code == "incorrect_code"
    answer = client.post("/ar/accounts/phone/verify/", {"code": wrong}, follow=True)
    assert answer.redirect_chain[-1][0] == "/ar/accounts/login/"
    assert len(answer.context["messages"]) == 1
    # The right code no longer opens.
    client.post("/ar/accounts/phone/verify/", {"code": sms.code()})
    assert User.objects.get().pending


def test_a_code_that_expired_says_so(client: Client, sms: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import allauth.account.internal.flows.code_verification as verification

    _sign_up(client, phone="0661223344")
    later = verification.time.time() + 601

    class Clock:
        @staticmethod
        def time() -> float:
            return later

    monkeypatch.setattr(verification, "time", Clock)
    page = client.post("/ar/accounts/phone/verify/", {"code": sms.code()}, follow=True)
    assert page.redirect_chain[-1][0] == "/ar/accounts/login/"
    assert len(page.context["messages"]) == 1
    assert User.objects.get().pending


def test_a_phone_that_has_an_account_gets_an_sms_and_the_page_says_nothing_of_it(
    client: Client, sms: Any, make_user: Callable[..., User]
) -> None:
    make_user(phone="+212661223344")
    answer = _sign_up(client, phone="0661223344")
    assert answer["Location"] == "/ar/accounts/phone/verify/"
    assert User.objects.count() == 1
    assert "/ar/accounts/login/" in sms.last()["text"]
    page = client.post("/ar/accounts/phone/verify/", {"code": "123456"})
    assert page.status_code == 200


def test_an_unfinished_sign_up_does_not_stand_in_the_owner_s_way(client: Client, sms: Any) -> None:
    stranger, owner = Client(), Client()
    _sign_up(stranger, phone="0661223344", email="stranger@example.org")
    _sign_up(owner, phone="0661223344")
    owner.post("/ar/accounts/phone/verify/", {"code": sms.code()})
    user = User.objects.get()
    assert not user.pending
    assert not EmailAddress.objects.filter(email="stranger@example.org").exists()


def test_an_address_that_another_only_claims_stays_free_for_its_owner(
    client: Client, sms: Any, make_user: Callable[..., User]
) -> None:
    claimer = make_user()
    EmailAddress.objects.create(user=claimer, email="amina@example.org", verified=False, primary=True)
    answer = _sign_up(client, email="amina@example.org")
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
    assert code is not None
    client.post(answer["Location"], {"code": code.group()})
    assert EmailAddress.objects.get(verified=True).user.email == "amina@example.org"
    claimer.refresh_from_db()
    assert claimer.email == ""


def test_the_number_can_be_corrected_while_waiting_for_the_code(client: Client, sms: Any) -> None:
    _sign_up(client, phone="0661223344")
    answer = client.post("/ar/accounts/phone/verify/", {"action": "change", "phone": "0661223355"})
    assert answer.status_code == 302
    assert sms.last()["to"] == "+212661223355"
    client.post("/ar/accounts/phone/verify/", {"code": sms.code()})
    assert User.objects.get().phone.as_e164 == "+212661223355"


def test_too_many_sms_to_one_number_are_refused_with_a_sentence(client: Client, sms: Any) -> None:
    # One window of the count: the hour may turn while a test runs.
    with clock.at(clock.now()):
        answers = [_sign_up(Client(), phone="0661223344").status_code for _try in range(6)]
    assert answers[:4] == [302] * 4
    assert answers[4] != 302
    assert len(sms.all()) == 4


def test_unfinished_sign_ups_are_swept_after_a_day(client: Client, sms: Any) -> None:
    _sign_up(client, phone="0661223344")
    assert sweep_pending(at=clock.now() + timedelta(hours=23)) == 0
    assert sweep_pending(at=clock.now() + timedelta(hours=25)) > 0
    assert sweep_pending(at=clock.now() + timedelta(hours=25)) == 0
    assert not User.objects.exists()


def test_a_gateway_that_does_not_answer_is_told(client: Client, settings: Any) -> None:
    settings.SMS_FILE_PATH = "/proc/nowhere"
    answer = _sign_up(client, phone="0661223344")
    assert answer.status_code == 503
