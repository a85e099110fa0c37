"""A town under its real names, whose president signs; and what people send."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from portal.kernel.now import at as at_moment
from tests.factories import MONDAY, Town
from tests.tracking.catalogue import settle
from tests.tracking.conftest import give_key
from tracking.models import Dossier
from tracking.signature.protocol import SignerRole


@pytest.fixture
def town(town: Town, authority_folder: Path, settings: Any, private_files: Path) -> Town:
    settings.SIGNING_KEYS_DIR = authority_folder
    give_key(authority_folder, town.president, SignerRole.PRESIDENT, town.commune.code)
    return settle(town)


@pytest.fixture(autouse=True)
def _two_days_later() -> Any:
    """Every page is read two days after the filing."""
    with at_moment(MONDAY + timedelta(days=2)):
        yield


@pytest.fixture
def reader(client: Client) -> Callable[[Dossier], Client]:
    """The applicant of a dossier, signed in."""

    def sign_in(dossier: Dossier) -> Client:
        assert dossier.applicant is not None
        client.force_login(dossier.applicant)
        return client

    return sign_in


def here(dossier: Dossier, name: str = "", language: str = "fr") -> str:
    """The address of a dossier's page, or of what stands beneath it."""
    return f"/{language}/dossiers/{dossier.reference}/{name}"


def photo(name: str = "carte.jpg") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/jpeg")


def pdf(name: str = "plan.pdf") -> SimpleUploadedFile:
    document = pikepdf.new()
    document.add_blank_page()
    buffer = io.BytesIO()
    document.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="application/pdf")
