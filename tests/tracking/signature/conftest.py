"""One authority and its signers for the whole session: P-256, since a key is made in no time; RSA where it matters."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from tracking.signature.authority import ensure_authority, issue_certificate, open_signer, trust
from tracking.signature.check import check_pdf
from tracking.signature.protocol import SignerRole
from tracking.signature.report import SignatureReport
from tracking.signature.seal import SealedPdf, VisibleBox, seal_pdf
from tracking.signature.software import SoftwareSigner

AT = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
CODE = "482913"
COMMUNE = "08577011100"
LEFT_BOX = VisibleBox(page=0, left=40, bottom=90, right=260, top=170)
RIGHT_BOX = VisibleBox(page=0, left=340, bottom=90, right=560, top=170)


def draw_pdf(*lines: str, width: float = 595, height: float = 842) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height))
    for number, line in enumerate(lines):
        canvas.drawString(20, height - 30 - 16 * number, line)
    canvas.save()
    return buffer.getvalue()


@dataclass(frozen=True)
class Authority:
    """The demonstration's authority in a folder of the test session."""

    directory: Path
    roots: tuple[bytes, ...]

    def issue(self, name: str, **changes: Any) -> SoftwareSigner:
        """A signer: the president of the commune unless `changes` say otherwise."""
        settings = {
            "subject_ar": "رئيس مجلس جماعة تنغير",
            "subject_fr": "Président du conseil de la commune de Tinghir",
            "role": SignerRole.PRESIDENT,
            "commune_code": COMMUNE,
            "passphrase": CODE,
            "at": AT,
        }
        issue_certificate(self.directory, name=name, **(settings | changes))
        return open_signer(self.directory, name)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    directory = tmp_path_factory.mktemp("keys")
    ensure_authority(directory, at=AT)
    return Authority(directory, trust(directory)[0])


@pytest.fixture(scope="session")
def president(authority: Authority) -> SoftwareSigner:
    return authority.issue("president")


@pytest.fixture(scope="session")
def commune_seal(authority: Authority) -> SoftwareSigner:
    return authority.issue(
        "seal",
        subject_ar="خاتم جماعة تنغير",
        subject_fr="Cachet de la commune de Tinghir",
        role=SignerRole.COMMUNE_SEAL,
    )


@pytest.fixture(scope="session")
def rsa_president(authority: Authority) -> SoftwareSigner:
    return authority.issue("president-rsa", kind="rsa")


@pytest.fixture(scope="session")
def permit() -> bytes:
    return draw_pdf("Permis de refection 085770111-U6-2026-000123-K7", "Superficie : 42 m2")


@pytest.fixture(scope="session")
def stamp() -> bytes:
    return draw_pdf("STAMP", width=220, height=80)


Seal = Callable[..., SealedPdf]


@pytest.fixture(scope="session")
def seal() -> Seal:
    """Seal a PDF with one signer, with the arguments most tests share."""

    def act(pdf: bytes, signer: SoftwareSigner, **changes: Any) -> SealedPdf:
        settings = {"field_name": "president", "reason": "رخصة إصلاح", "location": "تنغير", "signed_at": AT}
        settings |= changes
        with signer.unlock(CODE, at=settings["signed_at"]) as session:
            return seal_pdf(pdf, signer=session, **settings)

    return act


@pytest.fixture(scope="session")
def sealed(permit: bytes, president: SoftwareSigner, stamp: bytes, seal: Seal) -> SealedPdf:
    """A permit signed by the president, with a place kept for the commune's seal."""
    return seal(permit, president, box=RIGHT_BOX, stamp=stamp, reserved={"commune": LEFT_BOX})


@pytest.fixture(scope="session")
def sealed_twice(sealed: SealedPdf, commune_seal: SoftwareSigner, stamp: bytes, seal: Seal) -> SealedPdf:
    return seal(sealed.data, commune_seal, field_name="commune", stamp=stamp, signed_at=AT + timedelta(hours=1))


Check = Callable[..., SignatureReport]


@pytest.fixture(scope="session")
def check(authority: Authority) -> Check:
    def act(data: bytes, **changes: Any) -> SignatureReport:
        return check_pdf(data, **({"trust_roots": authority.roots, "at": AT + timedelta(days=1)} | changes))

    return act


@pytest.fixture
def running_loop() -> Callable[[Callable[[], Any]], Any]:
    """Run a function inside an event loop, as an async view or a browser test would."""

    def act(function: Callable[[], Any]) -> Any:
        async def inside() -> Any:
            return function()

        return asyncio.run(inside())

    return act
