"""pyHanko's stock signature with the portal's own demonstration key: what the sealing of an act is measured against."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import CertificateRegistry

from tracking.signature.software import KEY_FILE, SoftwareSigner


def stock_signer(folder: Path, code: str) -> SimpleSigner:
    """The key of the signer in `folder`, opened with its code, as pyHanko's own signer."""
    certificate = SoftwareSigner(folder).certificate
    opened = pkcs12.load_pkcs12((folder / KEY_FILE).read_bytes(), code.encode())
    (leaf,) = load_certs_from_pemder_data(certificate.der)
    issuers = [issuer for der in certificate.issuers for issuer in load_certs_from_pemder_data(der)]
    return SimpleSigner(leaf, translate_pyca_cryptography_key_to_asn1(opened.key), CertificateRegistry.build(issuers))


def sign_stock(pdf: bytes, signer: SimpleSigner) -> bytes:
    """`pdf` with a certifying PAdES signature like the portal's, made by `PdfSigner`."""
    metadata = PdfSignatureMetadata(
        field_name="f",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason="bench",
        location="bench",
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signed: BytesIO = PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return signed.getvalue()
