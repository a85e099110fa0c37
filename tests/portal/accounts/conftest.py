"""People, places and the box where SMS arrive."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from portal.accounts.models import Grant, Role, User
from portal.territory.models import Commune, Province, Region

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "une-porte-de-cedre"


def machine_time() -> float:
    """The moment allauth dates its codes with."""
    return time.time()  # noqa: TID251


def totp(secret: str = SECRET) -> str:
    """The code an authenticator application shows now."""
    return format_hotp_value(hotp_value(secret, int(machine_time()) // 30))


class SmsBox:
    """What the file gateway wrote, in the order it was sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> list[dict[str, str]]:
        return [json.loads(path.read_text("utf-8")) for path in sorted(self.folder.glob("*.json"))]

    def last(self) -> dict[str, str]:
        return self.all()[-1]

    def code(self) -> str:
        found = re.search(r"\b\d{6}\b", self.last()["text"])
        assert found is not None, self.last()
        return found.group()


@pytest.fixture
def sms(settings: Any, tmp_path: Path) -> SmsBox:
    settings.SMS_FILE_PATH = str(tmp_path / "sms")
    return SmsBox(tmp_path / "sms")


@pytest.fixture
def province(db: None) -> Province:
    region = Region.objects.create(code="08", slug="region", name_fr="Région", name_ar="جهة")
    return Province.objects.create(code="08.577", slug="province", name_fr="Province", name_ar="إقليم", region=region)


@pytest.fixture
def commune(province: Province) -> Commune:
    return Commune.objects.create(
        code="08.577.01.11", slug="commune", name_fr="Commune", name_ar="جماعة", province=province
    )


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(**fields: Any) -> User:
        number = User.objects.count() + 10
        fields.setdefault("phone", f"+2126611111{number}")
        fields.setdefault("phone_verified", True)
        password = fields.pop("password", None)
        user = User(**fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save()
        return user

    return make


@pytest.fixture
def make_officer(make_user: Callable[..., User], commune: Commune) -> Callable[..., User]:
    def make(role: Role, *, second_factor: bool = False, valid_until: date | None = None, **fields: Any) -> User:
        user = make_user(kind=User.Kind.OFFICER, **fields)
        place: dict[str, Any] = {}
        if role in (Role.COMMITTEE_SECRETARY, Role.FOLLOW_UP_MEMBER, Role.GOVERNOR, Role.REVIEWER, Role.CONTROLLER):
            place["province"] = commune.province
        elif role not in (Role.LAW_EDITOR, Role.OPERATOR):
            place["commune"] = commune
        Grant.objects.create(
            user=user, role=role, valid_from=date(2024, 1, 1), valid_until=valid_until, reason="arrêté", **place
        )
        if second_factor:
            TOTP.activate(user, SECRET)
        return user

    return make


@pytest.fixture
def sign_in(sms: SmsBox) -> Callable[[Client, User], None]:
    """The real way in, by a code to the phone; stops before the second factor if there is one."""

    def go(client: Client, user: User) -> None:
        client.post("/fr/accounts/login/", {"login": user.phone.as_e164, "by": "code"})
        client.post("/fr/accounts/login/code/confirm/", {"code": sms.code()})

    return go
