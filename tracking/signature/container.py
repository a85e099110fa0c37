"""Whether the envelope of a signature holds together: the one part of a signed PDF that its digest can't cover.

A signature covers the file except the hole that holds the signature itself. What stands in that hole, and where the
hole is, must be exactly one signature and nothing else (ISO 32000-2, 12.8.1; EN 319 142-1, 5.2): attacks by a moved
byte range, changes in padding and changed certificates beside the signer's end here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pyhanko.sign.general import check_ess_certid
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_HEX: Final = re.compile(rb"<(?:[0-9a-f]*|[0-9A-F]*)>")
# 1.2.840.113549.1.7.2, signedData (RFC 5652, 5.1), in DER.
_SIGNED_DATA_OID: Final = bytes.fromhex("06092a864886f70d010702")


def container_holds(data: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the hole in `data` is `signature` alone, and its unsigned labels agree with what is signed.

    Raises what pyHanko raises when the CMS object can't be parsed further.
    """
    octets = _read_hole(data, list(signature.byte_range))
    return (
        octets is not None
        and octets == signature.pkcs7_content
        and _is_one_object(octets)
        and _describes_itself(signature)
        and _chain_holds(signature)
    )


def der_size(octets: bytes) -> int | None:
    """The size of the DER object that `octets` begins with, header included; None when it is none or is cut short."""
    if len(octets) < 2:
        return None
    first = octets[1]
    count = first - 0x80 if first >= 0x80 else 0
    if count > 4 or first == 0x80 or len(octets) < 2 + count:
        return None
    length = int.from_bytes(octets[2 : 2 + count]) if count else first
    if count and (octets[2] == 0 or length < 0x80):
        return None
    size = 2 + count + length
    return size if size <= len(octets) else None


def _read_hole(data: bytes, byte_range: Sequence[object]) -> bytes | None:
    """The bytes written in hexadecimal where `byte_range` leaves `data` out; None unless that is one string alone."""
    numbers = [number for number in byte_range if isinstance(number, int) and number >= 0]
    if len(numbers) != 4 or len(byte_range) != 4:
        return None
    start, before, after, length = numbers
    if start != 0 or not 0 < before < after <= after + length <= len(data):
        return None
    hole = data[before:after]
    # One case only: a signature is written in one go, so mixed case is the trace of a hand.
    if len(hole) % 2 or not _HEX.fullmatch(hole):
        return None
    return bytes.fromhex(hole[1:-1].decode("ascii"))


def _is_one_object(octets: bytes) -> bool:
    """Whether `octets` are a ContentInfo with a SignedData in it (RFC 5652, 3), in DER, and zero padding."""
    size = der_size(octets)
    if size is None or octets[0] != 0x30 or any(octets[size:]):
        return False
    content = _content(octets[:size])
    if not content.startswith(_SIGNED_DATA_OID):
        return False
    tagged = content[len(_SIGNED_DATA_OID) :]
    if tagged[:1] != b"\xa0" or der_size(tagged) != len(tagged):
        return False
    inner = _content(tagged)
    return inner[:1] == b"\x30" and der_size(inner) == len(inner)


def _content(octets: bytes) -> bytes:
    """What the DER object `octets` holds."""
    return octets[2 + max(octets[1] - 0x80, 0) :]


def _describes_itself(signature: EmbeddedPdfSignature) -> bool:
    """Whether the unsigned labels agree with each other and with what is signed (RFC 5652, 5.1 and 5.3)."""
    signed_data = signature.signed_data
    (signer,) = signed_data["signer_infos"]
    by_serial = signer["sid"].name == "issuer_and_serial_number"
    version = "v1" if by_serial else "v3"
    return bool(
        signer["version"].native == version
        and signed_data["version"].native == version
        and signed_data["encap_content_info"]["content_type"].native == "data"
        and signed_data["encap_content_info"]["content"].native is None
        and [entry.native for entry in signed_data["digest_algorithms"]] == [signer["digest_algorithm"].native]
        # pyHanko compares names as X.520 does, so that a capital for a small letter would pass.
        and (not by_serial or signer["sid"].chosen["issuer"].dump() == signature.signer_cert.issuer.dump())
    )


def _chain_holds(signature: EmbeddedPdfSignature) -> bool:
    """Whether every certificate beside the signer's is one the signature names, where it names more than its own.

    A signature need only name its own (EN 319 122-1, 5.2.2.3), and others' software seldom does more: then True.
    """
    named = get_signing_cert_attr(signature.signer_info["signed_attrs"])
    if named is None or len(named["certs"]) < 2:
        return True
    issuers = list(named["certs"])[1:]
    return all(
        any(check_ess_certid(certificate, entry) for entry in issuers) for certificate in signature.other_embedded_certs
    )
