"""Contradictions of the settings about who may enter, refused when the process starts.

`manage.py check --deploy` adds warnings about what a real deployment needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.contrib import admin
from django.core import checks
from django.core.checks import CheckMessage, Critical, Error, Tags, register

from .doors import admin_login

_MIDDLEWARE_IN_ORDER = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.accounts.middleware.PrivateAnswersMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.OfficerDoorMiddleware",
)


@register(Tags.security)
def the_door_is_shut(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demonstration, middleware, backends and login pages agree with the one door."""
    found: list[CheckMessage] = []
    if settings.DEMO and settings.LISTEN_HOST not in settings.LOOPBACK_HOSTS:
        found.append(
            Critical(
                f"DEMO is on and the server listens on {settings.LISTEN_HOST}.",
                hint="/demo/ enters any role in one click. Unset DEMO, or listen on a loopback address.",
                id="accounts.E001",
            )
        )
    places = [settings.MIDDLEWARE.index(name) if name in settings.MIDDLEWARE else -1 for name in _MIDDLEWARE_IN_ORDER]
    if -1 in places or places != sorted(places):
        found.append(
            Critical(
                "The middleware of the door is missing or out of order.",
                hint="In this order: " + ", ".join(_MIDDLEWARE_IN_ORDER),
                id="accounts.E002",
            )
        )
    strangers = set(settings.AUTHENTICATION_BACKENDS) - {
        "axes.backends.AxesStandaloneBackend",
        "portal.accounts.backends.GrantBackend",
        "portal.accounts.backends.DoorBackend",
    }
    if strangers:
        found.append(
            Critical(
                f"Another backend may sign people in or give rights: {', '.join(sorted(strangers))}.",
                hint="Rights come from dated grants alone, and the one door asks for the second factor.",
                id="accounts.E003",
            )
        )
    # The worker checks before anything has asked for an address: the door is put in its place by the URLconf.
    import_module(settings.ROOT_URLCONF)
    if admin.site.login is not admin_login:
        found.append(
            Critical(
                "The login page of the admin takes a password without the second factor.",
                hint="portal.urls puts portal.accounts.doors.admin_login in its place.",
                id="accounts.E004",
            )
        )
    if settings.WAGTAIL_PASSWORD_MANAGEMENT_ENABLED or settings.WAGTAIL_EMAIL_MANAGEMENT_ENABLED:
        found.append(
            Error("The CMS manages passwords or e-mails beside the one door.", id="accounts.E005"),
        )
    return found


@register(Tags.security, deploy=True)
def codes_reach_people(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A real deployment sends its codes and addresses to people, not to files or to itself."""
    found: list[CheckMessage] = []
    if settings.DEMO:
        return found
    if settings.SMS_GATEWAY == "portal.kernel.transport.FileSmsGateway":
        found.append(
            checks.Warning(
                "SMS are written to files: nobody receives a code.",
                hint="Name a gateway class in SMS_GATEWAY.",
                id="accounts.W001",
            )
        )
    if settings.EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend":
        found.append(
            checks.Warning("Mail is written to files: nobody receives it.", hint="Set EMAIL_URL.", id="accounts.W002")
        )
    if urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname in settings.LOOPBACK_HOSTS:
        found.append(
            checks.Warning(
                "Papers and messages carry addresses of this machine: nobody else can open or verify them.",
                hint="Set BASE_URL.",
                id="accounts.W003",
            )
        )
    return found
