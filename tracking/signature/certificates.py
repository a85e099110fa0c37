"""What a certificate says, and whether it may sign: dates, role, commune, revocation.

The demonstration writes the role as the title, the commune as the organisation identifier (scheme `HC:MA-`, the HCP
code), the Arabic name as the common name and the French name as an alternative name, since one attribute can't mix
directions. Certificates of accredited providers say none of it: there the register knows the role by fingerprint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from .errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    KeyDamaged,
    WrongCommune,
    WrongRole,
)
from .protocol import SignerIdentity, SignerRole, SigningCertificate

COMMUNE_SCHEME = "HC:MA-"


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """What may be said in public of a certificate; an identity number in its subject is left out."""

    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    serial_number: int
    role: SignerRole | None
    name_ar: str
    """The common name, in whatever script the provider wrote it."""
    name_fr: str
    commune_code: str


@dataclass(frozen=True, kw_only=True)
class Revocation:
    """An entry of a revocation list that its issuer signed."""

    revoked_on: datetime
    key_compromised: bool
    """The key may have signed anything, at any claimed time."""


def read_facts(der: bytes) -> CertificateFacts:
    """The public facts of a DER certificate. Raises `ValueError` when it can't be parsed."""
    certificate = x509.load_der_x509_certificate(der)
    subject = certificate.subject
    organisation = _attribute(subject, NameOID.ORGANIZATION_IDENTIFIER)
    title = _attribute(subject, NameOID.TITLE)
    return CertificateFacts(
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        serial_number=certificate.serial_number,
        role=SignerRole(title) if title in set(SignerRole) else None,
        name_ar=without_identity_number(_attribute(subject, NameOID.COMMON_NAME)),
        name_fr=without_identity_number(_alternative_name(certificate)),
        commune_code=organisation.removeprefix(COMMUNE_SCHEME) if organisation.startswith(COMMUNE_SCHEME) else "",
    )


def without_identity_number(name: str) -> str:
    """`name` without any word that holds two digits or more: providers write CNIE or passport numbers into names."""
    return " ".join(word for word in name.split() if sum(character.isdigit() for character in word) < 2)


def read_certificate(pem: bytes) -> tuple[SigningCertificate, SignerIdentity]:
    """The certificate and identity in a PEM file: the signer's certificate first, then its issuers upwards.

    Raises `KeyDamaged` when it can't be parsed or names no role.
    """
    try:
        leaf, *issuers = x509.load_pem_x509_certificates(pem)
        facts = read_facts(leaf.public_bytes(Encoding.DER))
    except ValueError as error:
        raise KeyDamaged from error
    if facts.role is None:
        raise KeyDamaged
    certificate = SigningCertificate(
        der=leaf.public_bytes(Encoding.DER),
        issuers=tuple(issuer.public_bytes(Encoding.DER) for issuer in issuers if issuer.subject != issuer.issuer),
        serial_number=facts.serial_number,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
        fingerprint=facts.fingerprint,
    )
    identity = SignerIdentity(
        role=facts.role,
        name_ar=facts.name_ar,
        name_fr=facts.name_fr,
        commune_code=facts.commune_code,
    )
    return certificate, identity


def require_in_force(certificate: SigningCertificate, *, at: datetime) -> None:
    """Refuse a certificate outside its dates at `at`: `CertificateExpired`, `CertificateNotYetValid`."""
    if at > certificate.valid_until:
        raise CertificateExpired(ended_on=certificate.valid_until)
    if at < certificate.valid_from:
        raise CertificateNotYetValid(begins_on=certificate.valid_from)


def require_role(identity: SignerIdentity, *, roles: Collection[SignerRole], commune_code: str) -> None:
    """Refuse a signer of another role or another commune: `WrongRole`, `WrongCommune`."""
    if identity.role not in roles:
        raise WrongRole(role=identity.role.value)
    if identity.commune_code != commune_code:
        raise WrongCommune(commune_code=identity.commune_code)


def require_not_revoked(certificate: SigningCertificate, *, crls: Sequence[bytes]) -> None:
    """Refuse a certificate that one of `crls` (DER, signed by its issuer) lists: `CertificateRevoked`."""
    issuer = certificate.issuers[0] if certificate.issuers else b""
    revocation = find_revocation(certificate.serial_number, issuer=issuer, crls=crls)
    if revocation is not None:
        raise CertificateRevoked(revoked_on=revocation.revoked_on)


def find_revocation(serial_number: int, *, issuer: bytes, crls: Sequence[bytes]) -> Revocation | None:
    """The entry for `serial_number` in a list that `issuer` (DER certificate) signed; None when there is none.

    None also when no list of that issuer was given: it does not prove that the certificate is in force.
    """
    if not issuer or not crls:
        return None
    authority = x509.load_der_x509_certificate(issuer)
    key = authority.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return None
    for crl_der in crls:
        crl = x509.load_der_x509_crl(crl_der)
        if crl.issuer != authority.subject or not crl.is_signature_valid(key):
            continue
        entry = crl.get_revoked_certificate_by_serial_number(serial_number)
        if entry is not None:
            return Revocation(revoked_on=entry.revocation_date_utc, key_compromised=_key_compromised(entry))
    return None


def read_trust(paths: Iterable[Path]) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The trust roots and the revocation lists (both DER) among `paths`: `.pem`, `.crt`, `.der` and `.crl` files.

    Only self-signed certificates are roots; others in the same folder are passed over. Raises `ValueError` for a file
    that can't be parsed, `OSError` for one that can't be read.
    """
    roots: list[bytes] = []
    crls: list[bytes] = []
    for path in sorted(paths):
        if path.suffix == ".crl":
            crls.append(x509.load_der_x509_crl(path.read_bytes()).public_bytes(Encoding.DER))
        elif path.suffix in {".pem", ".crt", ".der"}:
            roots.extend(
                certificate.public_bytes(Encoding.DER)
                for certificate in _load_certificates(path.read_bytes())
                if _is_self_signed(certificate)
            )
    return tuple(roots), tuple(crls)


def _load_certificates(data: bytes) -> list[x509.Certificate]:
    if b"-----BEGIN CERTIFICATE-----" in data:
        return x509.load_pem_x509_certificates(data)
    return [x509.load_der_x509_certificate(data)]


def _is_self_signed(certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _key_compromised(entry: x509.RevokedCertificate) -> bool:
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        # No reason given: the worst is supposed.
        return True
    return reason in {x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise, x509.ReasonFlags.unspecified}


def _attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def _alternative_name(certificate: x509.Certificate) -> str:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ""
    for name in names.get_values_for_type(x509.DirectoryName):
        found = _attribute(name, NameOID.COMMON_NAME)
        if found:
            return found
    return ""
