"""What the register's tests share: a town, plain papers instead of printed ones, and signing keys made once."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from portal.accounts.models import User
from tests.factories import MONDAY, Town, make_town
from tracking import renderers
from tracking.signature.authority import ensure_authority, issue_certificate
from tracking.signature.protocol import SignerRole

SIGNING_CODE = "2468-1357"


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def plain_paper(_row: Any) -> bytes:
    """One empty page, the same bytes each time."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kind of act is an empty page."""
    kinds = ("permit", "order", "certificate", "refusal", "silence_certificate")
    monkeypatch.setattr(renderers, "_acts", dict.fromkeys(kinds, plain_paper))
    monkeypatch.setattr(renderers, "_receipt", [plain_paper])


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signing")
    ensure_authority(folder, at=MONDAY - timedelta(days=1))
    return folder


def give_key(folder: Path, user: User, role: SignerRole, commune_code: str) -> None:
    """A signing key for `user`, opened by `SIGNING_CODE`."""
    issue_certificate(
        folder,
        name=user.username,
        subject_ar="رئيس المجلس",
        subject_fr="President",
        role=role,
        commune_code=commune_code,
        passphrase=SIGNING_CODE,
        at=MONDAY - timedelta(days=1),
    )


@pytest.fixture
def keys(town: Town, authority_folder: Path, settings: Any, papers: None, private_files: Path) -> str:
    """The president and the governor can sign; gives the signing code."""
    settings.SIGNING_KEYS_DIR = authority_folder
    give_key(authority_folder, town.president, SignerRole.PRESIDENT, town.commune.code)
    give_key(authority_folder, town.governor, SignerRole.GOVERNOR, "")
    return SIGNING_CODE
