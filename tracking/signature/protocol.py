"""Who signs, and with what: the seam behind which a key lives.

A backend holds a key (file, PKCS#11 token, remote service of the Cloud Signature Consortium) and opens it for one
authorisation. Sealing asks nothing else of it. Whether the person may sign is the policy's business, not decided here.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from pyhanko.sign.signers import Signer as SignatureEngine


class SignerRole(StrEnum):
    """In what capacity a certificate signs; a certificate of the demonstration carries the value as its title."""

    PRESIDENT = "president"
    DELEGATE = "delegate"
    GOVERNOR = "governor"
    MEMBER = "member"
    DESIGNER = "designer"
    COMMUNE_SEAL = "commune_seal"


@dataclass(frozen=True, kw_only=True)
class SignerIdentity:
    """Who a signature is made for, as it may be shown in public. It never holds an identity number."""

    role: SignerRole
    name_ar: str
    """Display name in Arabic, such as «رئيس مجلس جماعة تنغير»."""
    name_fr: str
    """Display name in French, such as "Président du conseil de la commune de Tinghir"."""
    commune_code: str
    """The commune acted for; empty for a signer of no commune."""

    def display_name(self, language: str) -> str:
        """The name for a reader of `language`: French for `fr`, Arabic for every other."""
        return self.name_fr if language == "fr" else self.name_ar


@dataclass(frozen=True, kw_only=True)
class SigningCertificate:
    """The public half of a key: DER bytes and what is read from them once."""

    der: bytes
    issuers: tuple[bytes, ...]
    """DER certificates from the issuer upwards, the root left out: a verifier must know that one beforehand."""
    serial_number: int
    valid_from: datetime
    valid_until: datetime
    fingerprint: str
    """SHA-256 of `der`, hexadecimal."""


class SigningSession(Protocol):
    """An opened key: signs until its authorisation is spent or its block ends."""

    @property
    def identity(self) -> SignerIdentity: ...

    @property
    def certificate(self) -> SigningCertificate: ...

    @property
    def engine(self) -> SignatureEngine:
        """What pyHanko asks for raw signatures; software key, PKCS#11 and CSC each have theirs."""
        ...


@runtime_checkable
class Signer(Protocol):
    """A key that can be opened with a signing code."""

    @property
    def identity(self) -> SignerIdentity: ...

    @property
    def certificate(self) -> SigningCertificate: ...

    def unlock(self, code: str, *, at: datetime, signatures: int = 1) -> AbstractContextManager[SigningSession]:
        """Open the key for `signatures` signatures (one, or a batch), to be made at `at` (aware).

        `code` is the signing code (passphrase, PIN, one-time code). Raises `WrongSigningCode`, `CertificateExpired`,
        `CertificateNotYetValid`, `TokenUnavailable`; the session raises `AuthorisationSpent` beyond the number.
        """
        ...
