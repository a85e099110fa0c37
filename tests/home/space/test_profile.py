"""My space: what a person says about themselves, and the sections that others add."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from portal.accounts import space
from portal.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(client: Client) -> User:
    user = User.objects.create_user(username="x", phone="+212661223344", phone_verified=True, language="fr")
    client.force_login(user)
    return user


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_space_and_the_profile_open_in_three_languages(client: Client, citizen: User, language: str) -> None:
    for address in (f"/{language}/me/", f"/{language}/me/profile/"):
        page = client.get(address)
        assert page.status_code == 200
        assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_details_are_saved_in_one_form(client: Client, citizen: User) -> None:
    answer = client.post(
        "/fr/me/profile/",
        {
            "full_name": "Fatima Exemple",
            "full_name_ar": "فاطمة مثال",
            "cnie": " ab-123 ٤٥٦ ",
            "address": "حي المسيرة",
            "language": "zgh",
        },
    )
    # The person is answered in the language they have just chosen.
    assert answer["Location"] == "/zgh/me/"
    citizen.refresh_from_db()
    assert (citizen.cnie, citizen.full_name_ar, citizen.language) == ("AB123456", "فاطمة مثال", "zgh")


@pytest.mark.parametrize("cnie", ["12345", "ABCD1", "A", "<script>", "AB12345678901234567890"])
def test_a_wrong_card_number_is_told_and_nothing_typed_is_lost(client: Client, citizen: User, cnie: str) -> None:
    page = client.post("/fr/me/profile/", {"full_name": "Fatima Exemple", "cnie": cnie, "language": "fr"})
    assert page.status_code == 400
    assert page.context["form"].errors["cnie"]
    assert 'value="Fatima Exemple"' in page.content.decode()
    assert "<script>" not in page.content.decode().replace("<script src", "")
    citizen.refresh_from_db()
    assert (citizen.full_name, citizen.cnie) == ("", "")


@pytest.mark.parametrize(
    ("field", "value"), [("language", "de"), ("language", ""), ("full_name", "x" * 201), ("address", "\x00")]
)
def test_a_forged_value_is_refused(client: Client, citizen: User, field: str, value: str) -> None:
    page = client.post("/fr/me/profile/", {"language": "fr", field: value})
    assert page.status_code == 400
    assert field in page.context["form"].errors


def test_nobody_else_is_changed_by_a_forged_form(client: Client, citizen: User) -> None:
    other = User.objects.create_user(username="y", phone="+212661223355")
    client.post(
        "/fr/me/profile/",
        {
            "language": "fr",
            "full_name": "Moi",
            "id": other.pk,
            "pk": other.pk,
            "is_superuser": "on",
            "phone": "0600000000",
        },
    )
    other.refresh_from_db()
    citizen.refresh_from_db()
    assert other.full_name == ""
    assert citizen.full_name == "Moi"
    assert not citizen.is_superuser
    assert citizen.phone.as_e164 == "+212661223344"


def test_sections_stand_in_their_order_and_empty_ones_are_left_out(
    client: Client, citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "_sections", {})

    def words(text: str) -> Any:
        return lambda request: {"text": text} if text else {}

    for code, order, text in (("late", 30, "TROISIEME"), ("first", 10, "PREMIERE"), ("none", 20, "")):
        space.attach_section(
            space.Section(code=code, order=order, template="elements/notice.html", content=words(text))
        )
    assert [section.code for section in space.sections()] == ["first", "none", "late"]
    with pytest.raises(ImproperlyConfigured):
        space.attach_section(space.Section(code="first", order=1, template="x.html", content=words("")))
    assert client.get("/fr/me/").status_code == 200
