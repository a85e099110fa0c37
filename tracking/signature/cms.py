"""The CMS container of a PAdES B-B signature, written in DER (RFC 5652, RFC 5035; EN 319 122-1, EN 319 142-1).

pyHanko can build it, but through asn1crypto, which takes a length ending in the byte 80 for BER's "indefinite" and then
encodes every level again and again: 300 ms a signature instead of 5, for about one certificate in twenty. Nothing else
of pyHanko's signing is replaced; what is written here is read back by it and by a second validator in the tests.
"""

from __future__ import annotations

import hashlib
from typing import Final

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.signers import Signer as SignatureEngine

from .protocol import SigningCertificate

DIGEST: Final = "sha256"

_SEQUENCE, _SET, _OCTETS, _INTEGER = 0x30, 0x31, 0x04, 0x02
_CONTEXT_0: Final = 0xA0
_DATA: Final = bytes.fromhex("06092a864886f70d010701")
_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_CONTENT_TYPE: Final = bytes.fromhex("06092a864886f70d010903")
_MESSAGE_DIGEST: Final = bytes.fromhex("06092a864886f70d010904")
_SIGNING_CERTIFICATE_V2: Final = bytes.fromhex("060b2a864886f70d010910022f")
_SHA256: Final = bytes.fromhex("300b0609608648016503040201")
_VERSION_1: Final = bytes.fromhex("020101")


async def sign_digest(digest: bytes, *, engine: SignatureEngine, certificate: SigningCertificate) -> bytes:
    """A ContentInfo (DER) that signs `digest` (SHA-256 of the file's byte range) and holds the chain up to the root.

    Besides the signer's certificate the signed attributes name its issuers', so that no byte of them can be changed
    unseen. The time of signature is not among them: PAdES keeps it in the PDF's signature dictionary.
    """
    attributes = _signed_attributes(digest, certificate)
    # Signed as a SET, written as [0] (RFC 5652, 5.4).
    signature = await engine.async_sign_raw(_der(_SET, attributes), DIGEST)
    signer_info = _der(
        _SEQUENCE,
        _VERSION_1,
        _issuer_and_serial(certificate),
        _SHA256,
        _der(_CONTEXT_0, attributes),
        engine.get_signature_mechanism_for_digest(DIGEST).dump(),
        _der(_OCTETS, signature),
    )
    signed_data = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SET, _SHA256),
        _der(_SEQUENCE, _DATA),
        _der(_CONTEXT_0, *sorted((certificate.der, *certificate.issuers))),
        _der(_SET, signer_info),
    )
    return _der(_SEQUENCE, _SIGNED_DATA, _der(_CONTEXT_0, signed_data))


def _signed_attributes(digest: bytes, certificate: SigningCertificate) -> bytes:
    """The three attributes PAdES wants, in the order DER gives to a set."""
    # ESSCertIDv2 with its default hash, SHA-256, and without the optional issuer and serial number.
    named = [_der(_SEQUENCE, _der(_OCTETS, _sha256(der))) for der in (certificate.der, *certificate.issuers)]
    return b"".join(
        sorted(
            (
                _attribute(_CONTENT_TYPE, _DATA),
                _attribute(_MESSAGE_DIGEST, _der(_OCTETS, digest)),
                _attribute(_SIGNING_CERTIFICATE_V2, _der(_SEQUENCE, _der(_SEQUENCE, *named))),
            )
        )
    )


def _issuer_and_serial(certificate: SigningCertificate) -> bytes:
    (parsed,) = load_certs_from_pemder_data(certificate.der)
    tbs = parsed["tbs_certificate"]
    return _der(_SEQUENCE, tbs["issuer"].dump(), tbs["serial_number"].dump())


def _attribute(kind: bytes, value: bytes) -> bytes:
    return _der(_SEQUENCE, kind, _der(_SET, value))


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _der(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 + len(octets))) + octets + content
