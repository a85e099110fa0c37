"""Operators keep people and grants; nobody else sees them, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client

from portal.accounts.models import Grant, Mandate, Role, User
from portal.accounts.people import person_by_email
from portal.accounts.second_factor import has_second_factor
from portal.kernel.now import today
from portal.territory.models import Commune

from .conftest import PASSWORD, totp

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None]) -> User:
    user = make_officer(Role.OPERATOR, second_factor=True, language="fr", full_name="Exploitant")
    assert has_second_factor(user)
    sign_in(client, user)
    client.post("/fr/accounts/2fa/authenticate/", {"code": totp()})
    return user


def test_an_operator_gives_a_grant_in_their_own_name(
    client: Client, operator: User, make_user: Callable[..., User], commune: Commune
) -> None:
    person = make_user()
    answer = client.post(
        "/admin/accounts/grant/add/",
        {
            "user": person.pk,
            "role": "clerk",
            "commune": commune.pk,
            "valid_from": "2026-01-01",
            "reason": "Arrêté 12/2026",
        },
    )
    assert answer.status_code == 302
    grant = Grant.objects.get(user=person)
    assert grant.granted_by == operator


@pytest.mark.parametrize(("role", "placed"), [("clerk", True), ("law_editor", False)])
def test_an_operator_gives_no_grant_to_themselves(
    client: Client, operator: User, commune: Commune, role: str, placed: bool
) -> None:
    held = Grant.objects.filter(user=operator).count()
    typed = {"user": operator.pk, "role": role, "valid_from": "2026-01-01", "reason": "Arrêté 12/2026"}
    page = client.post("/admin/accounts/grant/add/", {**typed, **({"commune": commune.pk} if placed else {})})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors == {
        "user": ["Personne ne se donne un rôle à soi-même : un autre exploitant l'enregistre."]
    }
    assert Grant.objects.filter(user=operator).count() == held


def test_an_operator_may_end_their_own_grant(client: Client, operator: User) -> None:
    grant = Grant.objects.get(user=operator)
    ended = {"valid_until": "2099-12-31", "reason": "Fin de mission"}
    assert client.post(f"/admin/accounts/grant/{grant.pk}/change/", ended).status_code == 302
    grant.refresh_from_db()
    assert grant.valid_until == date(2099, 12, 31)


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "clerk"},
        {"role": "operator", "commune": True},
        {"role": "governor", "commune": True},
        {"role": "clerk", "commune": True, "valid_until": "2025-12-31"},
    ],
)
def test_a_grant_over_the_wrong_territory_is_refused_with_a_sentence(
    client: Client, operator: User, make_user: Callable[..., User], commune: Commune, fields: dict[str, Any]
) -> None:
    person = make_user()
    data = {"user": person.pk, "valid_from": "2026-01-01", "reason": "x", **fields}
    if data.get("commune"):
        data["commune"] = commune.pk
    page = client.post("/admin/accounts/grant/add/", data)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors
    assert not Grant.objects.filter(user=person).exists()


def test_a_grant_is_ended_and_nothing_else_of_it_changes(
    client: Client, operator: User, make_officer: Callable[..., User]
) -> None:
    person = make_officer(Role.CLERK)
    grant = Grant.objects.get(user=person)
    client.post(
        f"/admin/accounts/grant/{grant.pk}/change/",
        {"valid_until": "2026-06-30", "reason": "fin de fonctions", "role": "president", "user": operator.pk},
    )
    grant.refresh_from_db()
    assert (grant.valid_until, grant.role, grant.user) == (date(2026, 6, 30), Role.CLERK, person)
    assert client.post(f"/admin/accounts/grant/{grant.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_operator_sees_neither_passwords_nor_identity_numbers(
    client: Client, operator: User, make_user: Callable[..., User]
) -> None:
    person = make_user(password=PASSWORD, cnie="AB123456", address="Rue des Oliviers", email="amina@example.org")
    for address in ("/admin/accounts/user/", f"/admin/accounts/user/{person.pk}/change/"):
        page = client.get(address).content.decode()
        assert "amina@example.org" in page
        for secret in (person.password, "AB123456", "Oliviers", "is_superuser", "user_permissions"):
            assert secret not in page


def test_an_email_entered_by_an_operator_signs_in(client: Client, operator: User) -> None:
    data = {"full_name": "Agent", "email": "Agent@Example.org", "language": "ar", "kind": "officer", "is_active": "on"}
    assert client.post("/admin/accounts/user/add/", data).status_code == 302
    user = person_by_email("agent@example.org")
    assert user is not None
    assert not user.has_usable_password()
    page = client.post("/admin/accounts/user/add/", data)
    assert page.status_code == 200
    assert "email" in page.context["adminform"].form.errors


@pytest.mark.parametrize("role", [Role.CLERK, Role.FOLLOW_UP_MEMBER, Role.COMMITTEE_SECRETARY])
def test_no_other_officer_sees_people_or_grants(
    client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None], role: Role
) -> None:
    user = make_officer(role)
    sign_in(client, user)
    for address in (
        "/admin/accounts/",
        "/admin/accounts/user/",
        "/admin/accounts/grant/",
        f"/admin/accounts/user/{user.pk}/change/",
        "/admin/autocomplete/?app_label=accounts&model_name=grant&field_name=user&term=a",
    ):
        assert client.get(address).status_code in (403, 404), address


def _grant(*arguments: str) -> str:
    out = StringIO()
    call_command("grant_role", *arguments, "--reason", "Arrêté 1/2026", stdout=out)
    return out.getvalue()


def test_the_first_operator_comes_from_the_command_line(db: None) -> None:
    _grant("operator", "--phone", "0661223344", "--email", "op@example.org", "--name", "Exploitant")
    user = User.objects.get()
    assert user.is_staff
    assert user.has_perm("accounts.add_grant")
    assert not user.phone_verified
    assert person_by_email("op@example.org") == user
    assert "already" in _grant("operator", "--phone", "+212 661 22 33 44")
    assert Grant.objects.count() == 1
    assert Grant.objects.get().valid_from == today()


@pytest.mark.parametrize(
    "arguments",
    [
        ("operator",),
        ("operator", "--phone", "12"),
        ("clerk", "--phone", "0661223344"),
        ("clerk", "--phone", "0661223344", "--commune", "99"),
        ("operator", "--phone", "0661223344", "--from", "2026-02-01", "--until", "2026-01-01"),
        ("operator", "--email", "pas une adresse"),
    ],
)
def test_a_wrong_command_leaves_nothing(db: None, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        _grant(*arguments)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "password__startswith=md5",
        "cnie__startswith=A",
        "email__startswith=a",
        "grants__reason__startswith=A",
        "id__gt=0",
    ],
)
def test_a_filter_that_the_screen_does_not_offer_tells_nothing(client: Client, operator: User, query: str) -> None:
    assert client.get(f"/admin/accounts/user/?{query}").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/admin/accounts/user/?kind__exact=officer&is_active__exact=1",
        "/admin/accounts/grant/?in_force=now&role__exact=operator",
        "/admin/accounts/grant/?valid_from__year=2026",
    ],
)
def test_the_filters_of_the_screen_filter(client: Client, operator: User, address: str) -> None:
    assert client.get(address).status_code == 200


def record_mandate(client: Client, giver: User, holder: User, **fields: Any) -> Any:
    typed = {
        "given_by": giver.pk,
        "given_to": holder.pk,
        "founded_on": "Procuration légalisée du 3 mars 2026",
        **fields,
    }
    return client.post("/admin/accounts/mandate/add/", typed)


def test_an_operator_records_a_mandate_from_its_act_in_their_own_name(
    client: Client, operator: User, make_user: Callable[..., User], commune: Commune
) -> None:
    giver, holder = make_user(), make_user()
    assert record_mandate(client, giver, holder, commune=commune.pk).status_code == 302
    mandate = Mandate.objects.get()
    assert (mandate.given_by, mandate.given_to, mandate.commune) == (giver, holder, commune)
    assert (mandate.recorded_by, mandate.founded_on) == (operator, "Procuration légalisée du 3 mars 2026")
    assert mandate.confirmed_at is not None
    assert mandate.confirmed_at == mandate.given_at
    assert LogEntry.objects.get(object_id=str(mandate.pk)).user == operator


def test_a_mandate_needs_its_act_another_person_and_is_recorded_once(
    client: Client, operator: User, make_user: Callable[..., User]
) -> None:
    giver, holder = make_user(), make_user()
    for answer in (record_mandate(client, giver, holder, founded_on=""), record_mandate(client, giver, giver)):
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors
    assert not Mandate.objects.exists()
    assert record_mandate(client, giver, holder).status_code == 302
    assert record_mandate(client, giver, holder).status_code == 200
    assert Mandate.objects.count() == 1


def test_an_operator_records_no_mandate_for_themselves(
    client: Client, operator: User, make_user: Callable[..., User]
) -> None:
    giver = make_user()
    answer = record_mandate(client, giver, operator)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors == {
        "given_to": ["Personne n'enregistre un mandat en sa propre faveur : un autre exploitant l'enregistre."]
    }
    assert not Mandate.objects.exists()


def test_a_mandate_is_revoked_once_and_nothing_else_of_it_changes(
    client: Client, operator: User, make_user: Callable[..., User]
) -> None:
    giver, holder = make_user(), make_user()
    record_mandate(client, giver, holder)
    mandate = Mandate.objects.get()
    address = f"/admin/accounts/mandate/{mandate.pk}/change/"
    assert client.post(address, {"revoked": "on", "founded_on": "x", "given_to": giver.pk}).status_code == 302
    mandate.refresh_from_db()
    revoked = mandate.revoked_at
    assert revoked is not None
    assert (mandate.given_to, mandate.founded_on) == (holder, "Procuration légalisée du 3 mars 2026")
    client.post(address, {"revoked": "on"})
    mandate.refresh_from_db()
    assert mandate.revoked_at == revoked
    assert client.post(f"/admin/accounts/mandate/{mandate.pk}/delete/", {"post": "yes"}).status_code == 403
    assert record_mandate(client, giver, holder).status_code == 302


def test_nobody_but_an_operator_sees_mandates(
    client: Client, make_officer: Callable[..., User], sign_in: Callable[[Client, User], None]
) -> None:
    sign_in(client, make_officer(Role.CLERK))
    assert client.get("/admin/accounts/mandate/").status_code == 403
    assert client.get("/admin/accounts/mandate/add/").status_code == 403
