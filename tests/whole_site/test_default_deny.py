"""Nothing is open unless it stands in the list below: every address of the portal, asked for by a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.regex_helper import normalize
from django.utils.translation import override

from portal.accounts.models import User

pytestmark = pytest.mark.django_db

# What a stranger may read, by the name of its address. Whoever adds a public page adds its name here.
PUBLIC = {
    # health
    "healthz",
    "readyz",
    # the public pages
    "root",
    "wagtail_serve",
    "search",
    "municipalities",
    "need",
    "accessibility",
    "privacy",
    "indicators",
    # a form that leads to one's file, behind the door; and the check of an act by anybody (verification is public)
    "find_dossier",
    "verify",
    "verify_file",
    "verify_code",
    # the one door
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_inactive",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_password_reset_completed",
    # the words and drawings of the CMS's scripts: the library's, the same for all
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}
# The demonstration alone; outside it these addresses do not exist.
DEMONSTRATION = {"demo", "demo_enter"}
LEAVING = {"admin:logout", "wagtailadmin_logout"}
SAMPLES = ("1", "x", "00000000-0000-4000-8000-000000000000", "2026-01-01", "fr", "a.pdf", "x/", "accounts", "me/x/")


def _filled(pattern: Any) -> str | None:
    """An address that the pattern of one level takes, or None when no sample fits."""
    for form, names in normalize(pattern.regex.pattern.removeprefix("^")):
        for sample in SAMPLES:
            address = (form % dict.fromkeys(names, sample)).replace("\\Z", "")
            try:
                if pattern.match(address) is not None:
                    return address
            except ValidationError:
                continue
            if not names:
                break
    return None


def _addresses(patterns: list[Any], prefix: str, space: str) -> Iterator[tuple[str, str | None]]:
    for entry in patterns:
        if isinstance(entry.pattern, LocalePrefixPattern):
            part: str | None = entry.pattern.language_prefix
        elif isinstance(entry.pattern, RoutePattern) and not entry.pattern.converters:
            part = str(entry.pattern)
        else:
            part = _filled(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            if part is None:
                yield f"{inner}{entry.pattern}", None
            else:
                yield from _addresses(entry.url_patterns, prefix + part, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}", None if part is None else prefix + part


@pytest.fixture(scope="module")
def addresses() -> list[tuple[str, str]]:
    with override("fr"):
        found = list(_addresses(get_resolver().url_patterns, "/", ""))
    unknown = sorted(name for name, address in found if address is None)
    assert unknown == [], "no sample fits these addresses: add one to SAMPLES"
    return [(name, address) for name, address in found if address is not None]


def _answers(client: Client, addresses: list[tuple[str, str]], method: str) -> Iterator[tuple[str, str, int]]:
    for name, address in addresses:
        response = getattr(client, method)(address)
        yield name, address, response.status_code
        response.close()


def _is_public(name: str) -> bool:
    return name in PUBLIC or name in DEMONSTRATION


def test_the_walk_knows_the_doors(addresses: list[tuple[str, str]]) -> None:
    found = dict(addresses)
    assert found["admin:index"] == "/admin/"
    assert found["account_login"] == "/fr/accounts/login/"
    assert found["wagtailadmin_home"] == "/cms/"
    assert len(found) > 200


def test_every_public_name_still_exists(addresses: list[tuple[str, str]]) -> None:
    assert PUBLIC - {name for name, _address in addresses} == set()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_reads_nothing_that_is_not_listed(
    client: Client, addresses: list[tuple[str, str]], method: str
) -> None:
    hidden = [(name, address) for name, address in addresses if not _is_public(name)]
    opened = [answer for answer in _answers(client, hidden, method) if answer[2] not in (302, 301, 400, 403, 404, 405)]
    assert opened == []


def test_a_stranger_breaks_nothing_that_is_public(client: Client, addresses: list[tuple[str, str]]) -> None:
    public = [(name, address) for name, address in addresses if name in PUBLIC]
    broken = [answer for answer in _answers(client, public, "get") if answer[2] >= 500 and answer[0] != "readyz"]
    assert broken == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_citizen_opens_no_desk(client: Client, addresses: list[tuple[str, str]], method: str) -> None:
    client.force_login(User.objects.create_user(username="citizen"))
    desks = [(name, address) for name, address in addresses if address.startswith(("/admin/", "/cms/"))]
    assert len(desks) > 100
    # Leaving is last: whoever left is a stranger again.
    desks.sort(key=lambda desk: desk[0] in LEAVING)
    opened = [answer for answer in _answers(client, desks, method) if answer[2] != 403 and answer[0] not in LEAVING]
    assert opened == []
