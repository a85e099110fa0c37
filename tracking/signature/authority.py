"""The demonstration's own certification authority: root, issuing authority, signers' keys, revocation list.

Everything is generated at first use under one private folder and never committed. Its certificates say that they have
no legal value. Production uses accredited providers (law 43-20, DGSSI) and this module is then never called.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID

from .certificates import COMMUNE_SCHEME, read_trust
from .errors import KeyDamaged, KeyMissing, NameRefused
from .protocol import SignerRole, SigningCertificate
from .software import CERTIFICATE_FILE, KEY_FILE, SigningKey, SoftwareSigner

ORGANISATION: Final = "Turagt demonstration"
NO_VALUE: Final = "Sans valeur juridique"

KeyKind = Literal["ec", "rsa"]

# Each guess at a short signing code against a stolen file costs the thief this many rounds (some 40 ms).
KDF_ROUNDS: Final = 300_000
AUTHORITY_YEARS: Final = 20
SIGNER_DAYS: Final = 3650
CRL_DAYS: Final = 30

_AUTHORITY = "authority"
_SIGNERS = "signers"
_ROOT, _ISSUING, _CRL = "root", "issuing", "issuing.crl"


def ensure_authority(directory: Path, *, at: datetime) -> Path:
    """The folder of the authority under `directory`; made on the first call, its revocation list renewed on later ones.

    Safe to call from several processes at once. Raises `OSError` when the folder can't be written.
    """
    folder = directory / _AUTHORITY
    with _locked(directory):
        if not folder.is_dir():
            with _whole_folder(folder) as fresh:
                _make_authority(fresh, at=at)
        elif _crl_is_old(folder, at=at):
            _write_crl(folder, at=at, revoked=_revoked(folder))
    return folder


def issue_certificate(
    directory: Path,
    *,
    name: str,
    subject_ar: str,
    subject_fr: str,
    role: SignerRole,
    commune_code: str,
    passphrase: str,
    at: datetime,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    kind: KeyKind = "ec",
) -> Path:
    """A key and its certificate for one signer, in the folder returned; the same folder again when it exists already.

    `name` is the folder's name; `passphrase` the signing code. The validity runs for ten years from one day before
    `at` unless given. Raises `NameRefused` when a name mixes Arabic and Latin letters, `KeyMissing` without authority.
    """
    _require_one_script(subject_ar)
    _require_one_script(subject_fr)
    authority = directory / _AUTHORITY
    folder = directory / _SIGNERS / name
    with _locked(directory):
        if folder.is_dir():
            return folder
        begins = valid_from or at - timedelta(days=1)
        ends = valid_until or begins + timedelta(days=SIGNER_DAYS)
        key = _new_key(kind)
        builder = (
            _builder(
                _subject(subject_ar, title=role.value, commune_code=commune_code),
                issuer=_read_certificate(authority, _ISSUING),
                public_key=key.public_key(),
                begins=begins,
                ends=ends,
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signing=True), critical=True)
            .add_extension(
                x509.SubjectAlternativeName([x509.DirectoryName(_subject(subject_fr, title="", commune_code=""))]),
                critical=False,
            )
        )
        certificate = builder.sign(_read_key(authority, _ISSUING), hashes.SHA256())
        with _whole_folder(folder) as fresh:
            _write(fresh / KEY_FILE, _encrypt(key, certificate, passphrase))
            _write(fresh / CERTIFICATE_FILE, _pem(certificate) + _pem(_read_certificate(authority, _ISSUING)))
    return folder


def open_signer(directory: Path, name: str) -> SoftwareSigner:
    """The signer issued under `name`. Raises `KeyMissing`, `KeyDamaged`."""
    return SoftwareSigner(directory / _SIGNERS / name)


def signer_names(directory: Path) -> tuple[str, ...]:
    """The names under which signers were issued a certificate, in order."""
    folder = directory / _SIGNERS
    return tuple(sorted(path.name for path in folder.iterdir())) if folder.is_dir() else ()


def revoke_certificate(
    directory: Path, certificate: SigningCertificate, *, at: datetime, key_compromised: bool = False
) -> None:
    """Put `certificate` on the revocation list from `at` on; a second call changes nothing."""
    folder = directory / _AUTHORITY
    reason = x509.ReasonFlags.key_compromise if key_compromised else x509.ReasonFlags.cessation_of_operation
    with _locked(directory):
        revoked = _revoked(folder)
        if any(entry.serial_number == certificate.serial_number for entry in revoked):
            return
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(at)
            .add_extension(x509.CRLReason(reason), critical=False)
            .build()
        )
        _write_crl(folder, at=at, revoked=[*revoked, entry])


def trust(directory: Path) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The trust roots and the revocation lists (DER) of the demonstration. Raises `KeyMissing`, `KeyDamaged`."""
    folder = directory / _AUTHORITY
    if not folder.is_dir():
        raise KeyMissing
    try:
        return read_trust(folder.iterdir())
    except ValueError as error:
        raise KeyDamaged from error


def _make_authority(folder: Path, *, at: datetime) -> None:
    begins = at - timedelta(days=1)
    ends = begins + timedelta(days=365 * AUTHORITY_YEARS)
    root_key, issuing_key = _new_key("ec"), _new_key("ec")
    root_name = _subject("Turagt demonstration root", title="", commune_code="")
    issuing_name = _subject("Turagt demonstration issuing authority", title="", commune_code="")
    root = (
        _builder(root_name, issuer=None, public_key=root_key.public_key(), begins=begins, ends=ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(_key_usage(signing=False), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    issuing = (
        _builder(issuing_name, issuer=root, public_key=issuing_key.public_key(), begins=begins, ends=ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signing=False), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    for name, key, certificate in ((_ROOT, root_key, root), (_ISSUING, issuing_key, issuing)):
        _write(folder / f"{name}.pem", _pem(certificate))
        _write(
            folder / f"{name}.key",
            key.private_bytes(Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        )
    _write_crl(folder, at=at, revoked=[])


def _subject(common_name: str, *, title: str, commune_code: str) -> x509.Name:
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "MA"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, NO_VALUE),
    ]
    if commune_code:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, COMMUNE_SCHEME + commune_code))
    if title:
        attributes.append(x509.NameAttribute(NameOID.TITLE, title))
    attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, common_name))
    return x509.Name(attributes)


def _builder(
    subject: x509.Name,
    *,
    issuer: x509.Certificate | None,
    public_key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    begins: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    """A certificate for `subject`, self-signed when there is no `issuer`, with both key identifiers."""
    own = x509.SubjectKeyIdentifier.from_public_key(public_key)
    above = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value if issuer else own
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(own, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(above), critical=False)
    )


def _key_usage(*, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signing,
        crl_sign=not signing,
        encipher_only=False,
        decipher_only=False,
    )


def _require_one_script(name: str) -> None:
    arabic = any("\u0600" <= character <= "\u06ff" for character in name)
    latin = any(character.isalpha() and character < "\u0250" for character in name)
    if not name.strip() or (arabic and latin):
        raise NameRefused


def _write_crl(folder: Path, *, at: datetime, revoked: list[x509.RevokedCertificate]) -> None:
    issuing = _read_certificate(folder, _ISSUING)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuing.subject)
        .last_update(at)
        .next_update(at + timedelta(days=CRL_DAYS))
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(entry)
    crl = builder.sign(_read_key(folder, _ISSUING), hashes.SHA256())
    _write(folder / _CRL, crl.public_bytes(Encoding.DER))


def _read_crl(folder: Path) -> x509.CertificateRevocationList:
    return x509.load_der_x509_crl(_read(folder / _CRL))


def _revoked(folder: Path) -> list[x509.RevokedCertificate]:
    return list(_read_crl(folder))


def _crl_is_old(folder: Path, *, at: datetime) -> bool:
    return at > _read_crl(folder).last_update_utc + timedelta(days=CRL_DAYS / 2)


def _new_key(kind: KeyKind) -> SigningKey:
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def _encrypt(key: SigningKey, certificate: x509.Certificate, passphrase: str) -> bytes:
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(KDF_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )
    return pkcs12.serialize_key_and_certificates(None, key, certificate, None, encryption)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyMissing from error


def _read_certificate(folder: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(_read(folder / f"{name}.pem"))


def _read_key(folder: Path, name: str) -> SigningKey:
    key = serialization.load_pem_private_key(_read(folder / f"{name}.key"), password=None)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyDamaged
    return key


def _write(path: Path, data: bytes) -> None:
    """Write `data` readable by its owner only, whole or not at all."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)  # mkstemp makes files of mode 0600
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    Path(temporary).replace(path)


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """A private folder to fill that becomes `folder` at the end, so that a killed process leaves no half of one."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent))  # mkdtemp makes folders of mode 0700
    try:
        yield fresh
        fresh.replace(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (directory / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
