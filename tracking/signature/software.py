"""A key in a file, encrypted with the signing code: the backend of the demonstration and of tests.

The parsed key is kept for the length of a session: pyHanko's own `SimpleSigner` loads and validates it anew for every
signature, twice a document. A file is no qualified device (law 43-20): production uses a token or a remote service.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.signers import Signer as SignatureEngine

from .certificates import read_certificate, require_in_force
from .container import der_size
from .errors import AuthorisationSpent, KeyDamaged, KeyMissing, WrongSigningCode
from .protocol import SignerIdentity, SigningCertificate

KEY_FILE: Final = "key.p12"
CERTIFICATE_FILE: Final = "certificate.pem"

SigningKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class KeptKeyEngine(SignatureEngine):
    """pyHanko's signer over a parsed key, for a counted number of signatures."""

    def __init__(self, key: SigningKey, certificate: SigningCertificate, *, signatures: int) -> None:
        (leaf,) = load_certs_from_pemder_data(certificate.der)
        # The root is not embedded: it adds bytes that no signature covers, and a verifier must have it anyway.
        super().__init__(signing_cert=leaf, embed_roots=False)
        for der in certificate.issuers:
            self.cert_registry.register_multiple(load_certs_from_pemder_data(der))
        self._key: SigningKey | None = key
        self._signature_size = (key.key_size + 7) // 8 if isinstance(key, rsa.RSAPrivateKey) else 72
        self._authorised = signatures
        self._left = signatures

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature of `data`; for a dry run, as many zero bytes as a signature has at most."""
        if dry_run:
            return bytes(self._signature_size)
        if self._key is None or self._left < 1:
            raise AuthorisationSpent(signatures=self._authorised)
        self._left -= 1
        digest = _HASHES[digest_algorithm]
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        return self._key.sign(data, ec.ECDSA(digest))

    def forget(self) -> None:
        """Let go of the key; nothing can be signed any more."""
        self._key = None


@dataclass(frozen=True, kw_only=True)
class SoftwareSession:
    """An opened software key (see `protocol.SigningSession`)."""

    identity: SignerIdentity
    certificate: SigningCertificate
    engine: KeptKeyEngine


class SoftwareSigner:
    """The key of one signer in `folder`, which holds `key.p12` (encrypted) and `certificate.pem`."""

    def __init__(self, folder: Path) -> None:
        """Read the certificate; the key stays closed. Raises `KeyMissing`, `KeyDamaged`."""
        self._key_path = folder / KEY_FILE
        try:
            pem = (folder / CERTIFICATE_FILE).read_bytes()
        except OSError as error:
            raise KeyMissing from error
        if not self._key_path.is_file():
            raise KeyMissing
        self._certificate, self._identity = read_certificate(pem)

    @property
    def identity(self) -> SignerIdentity:
        return self._identity

    @property
    def certificate(self) -> SigningCertificate:
        return self._certificate

    @contextmanager
    def unlock(self, code: str, *, at: datetime, signatures: int = 1) -> Iterator[SoftwareSession]:
        """Open the key for `signatures` signatures at `at` (see `protocol.Signer.unlock`)."""
        require_in_force(self._certificate, at=at)
        engine = KeptKeyEngine(self._open_key(code), self._certificate, signatures=signatures)
        try:
            yield SoftwareSession(identity=self._identity, certificate=self._certificate, engine=engine)
        finally:
            engine.forget()

    def _open_key(self, code: str) -> SigningKey:
        try:
            data = self._key_path.read_bytes()
        except OSError as error:
            raise KeyMissing from error
        if der_size(data) != len(data):
            raise KeyDamaged
        try:
            opened = pkcs12.load_pkcs12(data, code.encode())
        except ValueError as error:
            raise WrongSigningCode from error
        if opened.cert is None or opened.cert.certificate.public_bytes(Encoding.DER) != self._certificate.der:
            raise KeyDamaged
        if not isinstance(opened.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise KeyDamaged
        if opened.key.public_key() != opened.cert.certificate.public_key():
            raise KeyDamaged
        return opened.key
