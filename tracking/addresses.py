"""The permanent addresses of the register, which papers, QR codes and messages carry: they outlive every page."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def dossier_path(reference: str) -> str:
    """Where the applicant follows the file, on this site: `/d/<reference>/`."""
    return reverse("dossier_permanent", kwargs={"reference": reference})


def act_path(code: str) -> str:
    """Where anyone verifies the act, on this site: `/v/<code>/`."""
    return reverse("act_permanent", kwargs={"code": code})


def dossier_address(reference: str) -> str:
    """`dossier_path` as it is printed and sent, from anywhere."""
    return _absolute(dossier_path(reference))


def act_address(code: str) -> str:
    """`act_path` as it is printed, from anywhere."""
    return _absolute(act_path(code))


def _absolute(path: str) -> str:
    base: str = settings.WAGTAILADMIN_BASE_URL
    return base.rstrip("/") + path
