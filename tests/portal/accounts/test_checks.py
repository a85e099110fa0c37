"""Settings that contradict the one door are refused at the start."""

from __future__ import annotations

from typing import Any

import pytest

from portal.accounts import checks
from portal.accounts.checks import codes_reach_people, the_door_is_shut


def _found(check: Any) -> set[str]:
    return {message.id for message in check(None)}


def test_the_settings_in_force_contradict_nothing() -> None:
    # Loads the addresses, which put the one door in the place of the admin's.
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    assert _found(the_door_is_shut) == set()


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("LISTEN_HOST", "0.0.0.0", "accounts.E001"),
        ("LISTEN_HOST", "portal.example.org", "accounts.E001"),
        ("MIDDLEWARE", [], "accounts.E002"),
        ("AUTHENTICATION_BACKENDS", ["django.contrib.auth.backends.ModelBackend"], "accounts.E003"),
        (
            "AUTHENTICATION_BACKENDS",
            ["allauth.account.auth_backends.AuthenticationBackend"],
            "accounts.E003",
        ),
        ("WAGTAIL_PASSWORD_MANAGEMENT_ENABLED", True, "accounts.E005"),
    ],
)
def test_a_contradiction_is_named(settings: Any, name: str, value: object, number: str) -> None:
    settings.DEMO = True
    setattr(settings, name, value)
    assert number in _found(the_door_is_shut)


def test_the_admin_s_own_login_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # The site's own attribute stays as it is: pytest cannot put back an attribute of a lazy object.
    monkeypatch.setattr(checks, "admin_login", object())
    assert "accounts.E004" in _found(the_door_is_shut)


def test_a_deployment_that_writes_its_codes_to_files_is_warned(settings: Any) -> None:
    settings.DEMO = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert _found(codes_reach_people) == {"accounts.W001", "accounts.W002", "accounts.W003"}
    settings.WAGTAILADMIN_BASE_URL = "https://rokhsa.example.ma"
    assert _found(codes_reach_people) == {"accounts.W001", "accounts.W002"}
    settings.DEMO = True
    assert _found(codes_reach_people) == set()
