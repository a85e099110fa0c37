"""Judging a PDF that somebody brings: intact, altered, unsigned, by an unknown signer, or unreadable.

Validation is pyHanko's (strict reader, its policy for later revisions); this module adds what it leaves open: the
envelope of the signature, traces of a removed one, forms filled after the last signature, revocation. It trusts nothing
in the file, fetches nothing, and answers every input with a report. In a process of its own:
`python -m tracking.signature.check FILE --roots DIR`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import sys
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel, SuspiciousModification
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleTrustManager

from portal.kernel.now import now

from .certificates import CertificateFacts, Revocation, find_revocation, read_facts, read_trust
from .container import container_holds
from .loop import run_to_end
from .report import Problem, SignatureFinding, SignatureReport, Verdict

_MIB: Final = 1024 * 1024
MAX_BYTES: Final = 50 * _MIB
MAX_SIGNATURES: Final = 20
# Clocks of two honest machines may differ by as much.
CLOCK_TOLERANCE: Final = timedelta(minutes=5)

# Of the compressed streams a check opens only tables and object streams: pyHanko's own limits leave room for 256 MB.
_DECODE_LIMITS: Final = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=32 * _MIB),
    document_budget=DocumentDecodeBudget(base_allowance=64 * _MIB, max_ratio=4),
)

# pyHanko logs the whole subject of a certificate it distrusts: with real certificates, an identity number.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)  # noqa: TID251 - a library is silenced, nothing logged

# What a parser of PDF, CMS or X.509 throws at bytes made to break it. Named one by one, so that a fault of ours that is
# none of these still shows; MemoryError is left to the process.
_HOSTILE: Final = (
    PdfError,
    ValueError,  # includes UnicodeError and pyHanko's validation errors
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    UnsupportedAlgorithm,
    PathError,
    ValidationError,
    zlib.error,
)

_SEVERITY: Final = (Verdict.INTACT, Verdict.UNKNOWN_SIGNER, Verdict.UNSIGNED, Verdict.ALTERED, Verdict.UNREADABLE)


@dataclass(frozen=True, kw_only=True)
class _Trust:
    roots: tuple[bytes, ...]
    crls: tuple[bytes, ...]
    at: datetime


def check_pdf(
    data: bytes, *, trust_roots: Sequence[bytes], at: datetime, crls: Sequence[bytes] = ()
) -> SignatureReport:
    """What the file `data` is, judged at the aware moment `at`. Never raises for anything in `data`.

    `trust_roots` are DER certificates whose signers count as known; `crls` DER revocation lists of their authorities.
    A certificate is judged at the time of signature that the file claims, unless that lies after `at`. Raises
    `ValueError` when a trust root or a list can't be parsed.
    """
    trust = _Trust(roots=tuple(trust_roots), crls=tuple(crls), at=at)
    if len(data) > MAX_BYTES:
        return _report(data, Verdict.UNREADABLE, Problem.TOO_LARGE, at=at)
    try:
        reader = PdfFileReader(BytesIO(data), decode_limits=_DECODE_LIMITS)
        revisions = reader.xrefs.total_revisions
    except _HOSTILE:
        return _report(data, Verdict.UNREADABLE, Problem.NOT_A_PDF, at=at)
    was_signed = b"/ByteRange" in data
    try:
        signatures = list(reader.embedded_regular_signatures)
        was_signed = was_signed and not reader.embedded_timestamp_signatures
    except _HOSTILE:
        if was_signed:
            return _report(data, Verdict.ALTERED, Problem.SIGNATURE_DAMAGED, at=at, revisions=revisions)
        return _report(data, Verdict.UNREADABLE, Problem.NOT_A_PDF, at=at, revisions=revisions)
    if not signatures:
        # An update may hide a signature's field; the signature's own object still stands in the earlier revision.
        if was_signed:
            return _report(data, Verdict.ALTERED, Problem.SIGNATURE_REMOVED, at=at, revisions=revisions)
        return _report(data, Verdict.UNSIGNED, Problem.NONE, at=at, revisions=revisions)
    if len(signatures) > MAX_SIGNATURES:
        return _report(data, Verdict.UNREADABLE, Problem.TOO_MANY_SIGNATURES, at=at, revisions=revisions)
    findings = tuple(
        _find(data, signature, last=signature is signatures[-1], revisions=revisions, trust=trust)
        for signature in signatures
    )
    if findings[-1].verdict is not Verdict.ALTERED and _has_tail(
        data, signatures[-1], findings[-1], revisions=revisions
    ):
        findings = (
            *findings[:-1],
            replace(
                findings[-1], verdict=Verdict.ALTERED, problem=Problem.LATER_CHANGE, altered_revision=revisions + 1
            ),
        )
    worst = max(findings, key=lambda finding: _SEVERITY.index(finding.verdict))
    return _report(data, worst.verdict, worst.problem, at=at, revisions=revisions, findings=findings)


def _report(
    data: bytes,
    verdict: Verdict,
    problem: Problem,
    *,
    at: datetime,
    revisions: int = 0,
    findings: tuple[SignatureFinding, ...] = (),
) -> SignatureReport:
    altered = [finding.altered_revision for finding in findings if finding.altered_revision is not None]
    return SignatureReport(
        verdict=verdict,
        problem=problem,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        revisions=revisions,
        altered_revision=min(altered, default=None),
        signatures=findings,
        checked_at=at,
    )


def _find(
    data: bytes, signature: EmbeddedPdfSignature, *, last: bool, revisions: int, trust: _Trust
) -> SignatureFinding:
    revision = signature.signed_revision + 1
    try:
        if not container_holds(data, signature):
            return _broken(signature, Problem.SIGNATURE_DAMAGED, revision=revision)
        facts = read_facts(signature.signer_cert.dump())
        issuer, claimed, status = _validate(signature, trust)
        problem, altered = _alteration(signature, status, last=last, revisions=revisions)
        certifies = signature.docmdp_level is not None
        # The signature is whole and its path ends at a root: only then do the certificate's words mean anything.
        known = status.trusted
        revocation = find_revocation(facts.serial_number, issuer=issuer, crls=trust.crls) if known else None
    except _HOSTILE:
        return _broken(signature, Problem.SIGNATURE_DAMAGED, revision=revision)
    if problem is not Problem.NONE:
        verdict = Verdict.ALTERED
    else:
        problem = _distrust(status, facts, claimed=claimed, revocation=revocation, at=trust.at)
        verdict = Verdict.INTACT if problem is Problem.NONE else Verdict.UNKNOWN_SIGNER
    return SignatureFinding(
        field_name=signature.field_name,
        verdict=verdict,
        problem=problem,
        revision=revision,
        altered_revision=altered,
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        certifies=certifies,
        signed_at=claimed,
        role=facts.role if known else None,
        signer_name_ar=facts.name_ar if known else "",
        signer_name_fr=facts.name_fr if known else "",
        commune_code=facts.commune_code if known else "",
        certificate_fingerprint=facts.fingerprint,
        certificate_until=facts.valid_until if known else None,
        revoked_on=revocation.revoked_on if revocation else None,
    )


def _has_tail(data: bytes, signature: EmbeddedPdfSignature, finding: SignatureFinding, *, revisions: int) -> bool:
    """Whether bytes stand behind the last revision: pyHanko passes them over, a reader that repairs files may not."""
    if finding.covers_whole_file:
        return False
    return signature.signed_revision == revisions - 1 or not data.rstrip(b"\r\n").endswith(b"%%EOF")


def _broken(signature: EmbeddedPdfSignature, problem: Problem, *, revision: int) -> SignatureFinding:
    return SignatureFinding(
        field_name=signature.field_name,
        verdict=Verdict.ALTERED,
        problem=problem,
        revision=revision,
        altered_revision=revision,
        covers_whole_file=False,
        certifies=False,
        signed_at=None,
        role=None,
        signer_name_ar="",
        signer_name_fr="",
        commune_code="",
        certificate_fingerprint="",
        certificate_until=None,
        revoked_on=None,
    )


def _validate(signature: EmbeddedPdfSignature, trust: _Trust) -> tuple[bytes, datetime | None, PdfSignatureStatus]:
    """The issuer's certificate (DER; empty without a path), the claimed time, and pyHanko's verdict at that time."""
    claimed = _claimed_time(signature)
    context = ValidationContext(
        # Named explicitly: without a trust manager pyHanko falls back on the machine's own list.
        trust_manager=SimpleTrustManager.build(trust_roots=_roots(trust)),
        moment=min(claimed, trust.at) if claimed else trust.at,
        allow_fetching=False,
    )
    status = run_to_end(async_validate_pdf_signature(signature, signer_validation_context=context))
    path = status.validation_path
    chain = [] if path is None else list(path.iter_certs(include_root=True))
    return bytes(chain[-2].dump()) if len(chain) > 1 else b"", claimed, status


def _roots(trust: _Trust) -> list[Any]:
    return [certificate for der in trust.roots for certificate in load_certs_from_pemder_data(der)]


def _claimed_time(signature: EmbeddedPdfSignature) -> datetime | None:
    claimed = signature.self_reported_timestamp
    if claimed is None:
        return None
    # A PDF date without a zone is of unknown zone (ISO 32000-2, 7.9.4): UTC is near, Morocco being at 0 or +1.
    return claimed.astimezone(UTC) if claimed.tzinfo else claimed.replace(tzinfo=UTC)


def _alteration(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, *, last: bool, revisions: int
) -> tuple[Problem, int | None]:
    """What was changed, and in which revision (from 1)."""
    signed = signature.signed_revision + 1
    if not status.intact:
        return Problem.CONTENT_CHANGED, signed
    if not status.valid or not status.seed_value_ok:
        return Problem.SIGNATURE_DAMAGED, signed
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Problem.NOT_COVERED, signed
    level = status.modification_level
    # After the last signature nobody answers for a filled form; validation data and time-stamps may still come.
    allowed = ModificationLevel.LTA_UPDATES if last else ModificationLevel.FORM_FILLING
    if level is None or level > allowed or not status.docmdp_ok:
        return Problem.LATER_CHANGE, _first_change(signature, allowed=allowed, revisions=revisions)
    return Problem.NONE, None


def _first_change(signature: EmbeddedPdfSignature, *, allowed: ModificationLevel, revisions: int) -> int:
    """The first revision (from 1) after the signed one that changes more than `allowed`."""
    reader = signature.reader
    before = reader.get_historical_resolver(signature.signed_revision)
    for revision in range(signature.signed_revision + 1, revisions):
        try:
            difference: DiffResult | None = DEFAULT_DIFF_POLICY.apply(
                before,
                reader.get_historical_resolver(revision),
                field_mdp_spec=signature.fieldmdp,
                doc_mdp=signature.docmdp_level,
            )
        except SuspiciousModification:
            difference = None
        if difference is None or difference.modification_level > allowed:
            return revision + 1
    return revisions


def _distrust(
    status: PdfSignatureStatus,
    facts: CertificateFacts,
    *,
    claimed: datetime | None,
    revocation: Revocation | None,
    at: datetime,
) -> Problem:
    """Why an unaltered signature proves no known signer; `NONE` when it does."""
    if claimed is None:
        return Problem.NO_TIME
    if claimed > at + CLOCK_TOLERANCE:
        return Problem.SIGNED_IN_THE_FUTURE
    if not status.trusted:
        if status.trust_problem_indic is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
            return Problem.NOT_TRUSTED
        if claimed > facts.valid_until:
            return Problem.CERTIFICATE_EXPIRED
        if claimed < facts.valid_from:
            return Problem.CERTIFICATE_NOT_YET_VALID
        return Problem.NOT_TRUSTED
    if revocation is not None and (revocation.key_compromised or revocation.revoked_on <= claimed):
        return Problem.CERTIFICATE_REVOKED
    return Problem.NONE


def main(arguments: Iterable[str] | None = None) -> int:
    """Check one file and print its report as JSON. 0: intact; 1: not; 2: the file or the roots could not be read."""
    parser = argparse.ArgumentParser(prog="python -m tracking.signature.check", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--roots", type=Path, required=True, help="folder of trust roots and revocation lists")
    parser.add_argument("--at", type=datetime.fromisoformat, default=None, help="moment of judgement; now by default")
    options = parser.parse_args(None if arguments is None else list(arguments))
    at = options.at or now()
    if at.tzinfo is None:
        parser.error("--at needs a time zone")
    try:
        roots, crls = read_trust(options.roots.iterdir())
        data = options.file.read_bytes()
    except (OSError, ValueError) as error:
        parser.error(str(error))
    report = check_pdf(data, trust_roots=roots, at=at, crls=crls)
    sys.stdout.write(json.dumps(asdict(report), default=str, ensure_ascii=False, indent=2) + "\n")
    return 0 if report.is_intact else 1


if __name__ == "__main__":
    raise SystemExit(main())
