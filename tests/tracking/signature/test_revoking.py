"""Revoking a signer's certificate from the command line: who answers for it, what is written, what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command

from portal.accounts.models import Role, User
from portal.kernel.now import at as set_now
from tests.factories import MONDAY, make_officer
from tests.tracking.conftest import give_key
from tracking.signature.authority import ensure_authority, open_signer, trust
from tracking.signature.certificates import require_not_revoked
from tracking.signature.errors import CertificateRevoked
from tracking.signature.protocol import SignerRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    ensure_authority(tmp_path, at=MONDAY)
    settings.SIGNING_KEYS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def operator(db: None) -> User:
    user = make_officer(Role.OPERATOR)
    user.email, user.language = "exploitant@example.org", "fr"
    user.save()
    return user


@pytest.fixture
def president(folder: Path, town: Any) -> User:
    user: User = town.president
    user.email = "president@example.org"
    user.save()
    give_key(folder, user, SignerRole.PRESIDENT, town.commune.code)
    return user


def revoke(signer: str, *more: str, by: str = "exploitant@example.org", reason: str = "Clé perdue") -> None:
    with set_now(MONDAY):
        call_command("revoke_certificate", signer, *more, "--by", by, "--reason", reason, verbosity=0)


@pytest.mark.parametrize("named", ["email", "serial"])
def test_a_revoked_certificate_signs_no_more_and_the_account_says_who_and_why(folder, operator, president, named):
    certificate = open_signer(folder, president.username).certificate
    serial = f"{certificate.serial_number:x}"
    revoke(president.email if named == "email" else serial)
    with pytest.raises(CertificateRevoked):
        require_not_revoked(certificate, crls=trust(folder)[1])
    line = LogEntry.objects.get()
    assert (line.user, line.object_id) == (operator, str(president.pk))
    assert line.get_change_message() == f"Certificat {serial} révoqué : Clé perdue"


def test_a_compromised_key_is_said_to_be_so(folder, operator, president):
    revoke(president.email, "--compromised")
    assert "compromise" in LogEntry.objects.get().get_change_message()


@pytest.mark.parametrize(
    ("signer", "by", "reason"),
    [
        ("president@example.org", "president@example.org", "x"),
        ("president@example.org", "nobody@example.org", "x"),
        ("president@example.org", "exploitant@example.org", " "),
        ("exploitant@example.org", "exploitant@example.org", "x"),
        ("abc123", "exploitant@example.org", "x"),
    ],
)
def test_nothing_is_revoked_without_an_operator_a_reason_and_a_signer(folder, operator, president, signer, by, reason):
    with pytest.raises(CommandError):
        revoke(signer, by=by, reason=reason)
    require_not_revoked(open_signer(folder, president.username).certificate, crls=trust(folder)[1])
    assert not LogEntry.objects.exists()
