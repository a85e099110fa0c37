"""The reference of the bench is a signature too: a file it signs has one, which pyHanko holds for intact."""

from __future__ import annotations

from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from bench.stock_signature import sign_stock, stock_signer
from tests.tracking.signature.conftest import CODE, authority, permit, president  # noqa: F401


def test_the_reference_signs_with_the_same_key(permit, authority, president):  # noqa: F811
    signer = stock_signer(authority.directory / "signers" / "president", CODE)
    (signature,) = PdfFileReader(BytesIO(sign_stock(permit, signer))).embedded_regular_signatures
    signature.compute_integrity_info()
    assert signature.signer_cert.dump() == president.certificate.der
    assert signature.summarise_integrity_info()["docmdp_ok"] is not False
