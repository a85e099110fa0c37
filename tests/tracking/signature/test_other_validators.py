"""The same document before judges that share nothing with the portal's process: its own check run apart, and poppler's."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.tracking.signature.conftest import AT

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def run_check(authority, tmp_path):
    def act(data: bytes, roots: Path | None = None) -> tuple[int, dict]:
        (tmp_path / "file.pdf").write_bytes(data)
        command = [sys.executable, "-m", "tracking.signature.check", str(tmp_path / "file.pdf")]
        command += [
            "--roots",
            str(roots or authority.directory / "authority"),
            "--at",
            (AT + timedelta(days=1)).isoformat(),
        ]
        done = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, timeout=60, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout else {}

    return act


def test_a_process_of_its_own_without_django_agrees(sealed_twice, run_check):
    code, report = run_check(sealed_twice.data)
    assert (code, report["verdict"], report["sha256"]) == (0, "intact", sealed_twice.sha256)
    assert [found["role"] for found in report["signatures"]] == ["president", "commune_seal"]
    assert report["signatures"][0]["signer_name_ar"] == "رئيس مجلس جماعة تنغير"


def test_a_process_of_its_own_finds_a_changed_byte(sealed, permit, run_check):
    changed = bytearray(sealed.data)
    changed[permit.index(b"/MediaBox") + 14] ^= 1
    code, report = run_check(bytes(changed))
    assert (code, report["verdict"]) == (1, "altered")


def test_without_roots_there_is_nothing_to_check(sealed, run_check, tmp_path):
    assert run_check(sealed.data, roots=tmp_path / "none") == (2, {})


def pdfsig(path: Path) -> str:
    program = shutil.which("pdfsig")
    assert program, "pdfsig is missing: install poppler-utils"
    return subprocess.run(
        [program, "-nocert", str(path)], capture_output=True, text=True, timeout=60, check=False
    ).stdout


@pytest.mark.parametrize("signer", ["president", "rsa_president"])
def test_poppler_finds_the_signature_valid(signer, request, permit, seal, tmp_path):
    (tmp_path / "file.pdf").write_bytes(seal(permit, request.getfixturevalue(signer)).data)
    told = pdfsig(tmp_path / "file.pdf")
    assert told.count("Signature is Valid.") == 1
    assert "ETSI.CAdES.detached" in told
    assert "- Total document signed" in told
    assert "رئيس مجلس جماعة تنغير" in told


def test_poppler_finds_both_signatures_valid(sealed_twice, tmp_path):
    (tmp_path / "file.pdf").write_bytes(sealed_twice.data)
    assert pdfsig(tmp_path / "file.pdf").count("Signature is Valid.") == 2


def test_poppler_finds_a_changed_byte(sealed, permit, tmp_path):
    changed = bytearray(sealed.data)
    changed[permit.index(b"/MediaBox") + 14] ^= 1
    (tmp_path / "file.pdf").write_bytes(changed)
    told = pdfsig(tmp_path / "file.pdf")
    assert "Signature is Valid." not in told
    assert "Digest Mismatch" in told
