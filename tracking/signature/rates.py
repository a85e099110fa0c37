"""Signatures and checks a second, ours beside pyHanko's stock ones on the same file: for the bench, not the portal.

The two take turns, so that a machine that slows down slows both. One thread; opening the key and rendering not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import CertificateRegistry, SimpleTrustManager

from .check import check_pdf
from .seal import seal_pdf
from .software import KEY_FILE, SoftwareSigner


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Medians over the rounds, in documents a second of one core."""

    ours: float
    stock: float

    @property
    def ratio(self) -> float:
        """How many times as fast as pyHanko's stock way."""
        return self.ours / self.stock

    def __str__(self) -> str:
        return f"ours {self.ours:.1f}/s, stock {self.stock:.1f}/s, ratio {self.ratio:.2f}"


def measure_signing(
    pdf: bytes, *, folder: Path, code: str, at: datetime, rounds: int = 7, signatures: int = 20
) -> Rates:
    """Sign `pdf` with the software key in `folder`: `rounds` rounds of `signatures` each, against `SimpleSigner`."""
    stock = _stock_signer(folder, code)
    with SoftwareSigner(folder).unlock(code, at=at, signatures=(rounds + 1) * signatures) as session:
        return _take_turns(
            lambda: seal_pdf(pdf, signer=session, field_name="f", reason="bench", location="bench", signed_at=at),
            lambda: _sign_stock(pdf, stock),
            rounds=rounds,
            times=signatures,
        )


def measure_checking(
    sealed: bytes, *, trust_roots: Sequence[bytes], at: datetime, rounds: int = 7, checks: int = 20
) -> Rates:
    """Check `sealed`, a file with one signature: `rounds` rounds of `checks` each, against `validate_pdf_signature`."""
    return _take_turns(
        lambda: check_pdf(sealed, trust_roots=trust_roots, at=at),
        lambda: _check_stock(sealed, trust_roots, at),
        rounds=rounds,
        times=checks,
    )


def _take_turns(ours: Callable[[], object], stock: Callable[[], object], *, rounds: int, times: int) -> Rates:
    rates = [(_rate(ours, times), _rate(stock, times)) for _ in range(rounds + 1)]
    # The first round fills caches.
    return Rates(ours=median(rate[0] for rate in rates[1:]), stock=median(rate[1] for rate in rates[1:]))


def _rate(work: Callable[[], object], times: int) -> float:
    began = perf_counter()
    for _ in range(times):
        work()
    return times / (perf_counter() - began)


def _stock_signer(folder: Path, code: str) -> SimpleSigner:
    certificate = SoftwareSigner(folder).certificate
    opened = pkcs12.load_pkcs12((folder / KEY_FILE).read_bytes(), code.encode())
    (leaf,) = load_certs_from_pemder_data(certificate.der)
    issuers = [issuer for der in certificate.issuers for issuer in load_certs_from_pemder_data(der)]
    return SimpleSigner(leaf, translate_pyca_cryptography_key_to_asn1(opened.key), CertificateRegistry.build(issuers))


def _sign_stock(pdf: bytes, signer: SimpleSigner) -> None:
    metadata = PdfSignatureMetadata(
        field_name="f",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason="bench",
        location="bench",
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))


def _check_stock(sealed: bytes, trust_roots: Sequence[bytes], at: datetime) -> None:
    roots = [root for der in trust_roots for root in load_certs_from_pemder_data(der)]
    context = ValidationContext(trust_manager=SimpleTrustManager.build(trust_roots=roots), moment=at)
    (signature,) = PdfFileReader(BytesIO(sealed)).embedded_regular_signatures
    validate_pdf_signature(signature, context)
