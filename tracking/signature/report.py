"""What a check of a PDF found. Each field says what it does not prove; none holds an identity number.

A report judges the file. In what state the act is now (valid, revoked, lapsed) only the register knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .protocol import SignerRole


class Verdict(StrEnum):
    """From best to worst; a file is as good as its worst signature."""

    INTACT = "intact"
    """Every signature is whole, by a signer known to the trust roots, and nothing but signatures was added since."""
    UNKNOWN_SIGNER = "unknown_signer"
    """The bytes are as signed, but the certificate proves no known signer: anyone can make such a signature."""
    UNSIGNED = "unsigned"
    """A PDF without any signature. It may still be a copy of a true act."""
    ALTERED = "altered"
    """Changed after it was signed, or its signature was broken or taken out."""
    UNREADABLE = "unreadable"
    """No PDF, or one so damaged, large or twisted that nothing can be said of it."""


class Problem(StrEnum):
    """Why a verdict is not `intact`."""

    NONE = ""
    TOO_LARGE = "too_large"
    NOT_A_PDF = "not_a_pdf"
    TOO_MANY_SIGNATURES = "too_many_signatures"
    SIGNATURE_REMOVED = "signature_removed"
    """No signature can be found, but traces of one are in the file."""
    SIGNATURE_DAMAGED = "signature_damaged"
    """The container of the signature does not hold together."""
    CONTENT_CHANGED = "content_changed"
    """The bytes that were signed are no longer the same."""
    NOT_COVERED = "not_covered"
    """The signature leaves out a part of its own revision."""
    LATER_CHANGE = "later_change"
    """A revision added after the signature changes more than the signature allows."""
    NOT_TRUSTED = "not_trusted"
    """No path from the certificate to a trust root, or the certificate may not sign documents."""
    CERTIFICATE_EXPIRED = "certificate_expired"
    """Expired at the time of signature claimed in the file."""
    CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"
    CERTIFICATE_REVOKED = "certificate_revoked"
    """Revoked before the claimed time of signature, or at any time for a stolen key."""
    SIGNED_IN_THE_FUTURE = "signed_in_the_future"
    NO_TIME = "no_time"
    """The signature claims no time at all, so its certificate can't be judged."""


@dataclass(frozen=True, kw_only=True)
class SignatureFinding:
    """One signature of the file. Document time-stamps are not listed."""

    field_name: str
    """The form field that holds it. Whoever wrote the file chose it: it proves nothing about the signer."""
    verdict: Verdict
    problem: Problem
    revision: int
    """The revision it signed, from 1. Everything up to it is what the signer signed."""
    altered_revision: int | None
    """The first revision found changed: the signed one itself, or one added after it (one more than the file has, for bytes
    behind the last one). None when nothing is."""
    covers_whole_file: bool
    """No byte was added after it. False is normal for a signature followed by another one."""
    certifies: bool
    """It is the document's certification, which limits what may follow."""
    signed_at: datetime | None
    """What the signer's machine said (aware, UTC). Not proved by a time-stamp: a stolen key can claim any time."""
    role: SignerRole | None
    """As the certificate says; None when it says nothing, or is not trusted. It proves what the authority checked when
    it issued the certificate, not that a delegation was in force at the moment of signature."""
    signer_name_ar: str
    """As the trusted certificate says, numbers left out; empty when the certificate is not trusted."""
    signer_name_fr: str
    """The same in French; empty when the certificate gives none."""
    commune_code: str
    """The commune the trusted certificate was issued for; empty when it names none."""
    certificate_fingerprint: str
    """SHA-256 of the certificate inside the file, trusted or not: what the register knows its signers by."""
    certificate_until: datetime | None
    """End of the trusted certificate's validity. Past: no longer usable today, which does not undo the signature."""
    revoked_on: datetime | None
    """Set when a revocation list given lists the certificate. None does not prove it in force: lists age."""


@dataclass(frozen=True, kw_only=True)
class SignatureReport:
    """What was found in one file."""

    verdict: Verdict
    problem: Problem
    sha256: str
    """Of the bytes given, hexadecimal. Equal to a register's own is stronger than any verdict here."""
    size: int
    """Bytes."""
    revisions: int
    """How often the file was written: 1 and one for each addition. 0 when unreadable."""
    altered_revision: int | None
    """The first revision found changed; one more than `revisions` for bytes behind the last one. None when nothing is
    found, which says nothing of an unsigned file."""
    signatures: tuple[SignatureFinding, ...]
    """In the order of signing."""
    checked_at: datetime
    """The moment of judgement given by the caller."""

    @property
    def is_intact(self) -> bool:
        """Whether the file is, byte for byte, what known signers signed."""
        return self.verdict is Verdict.INTACT
