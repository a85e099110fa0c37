"""Putting a signature into a PDF: PAdES B-B, `ETSI.CAdES.detached`, the chain up to the root inside.

The first signature certifies the document and allows only signatures, time-stamps and validation data to follow
(DocMDP *fill forms*): the president signs once, and the commune's seal must leave that signature whole. Whether this
person may sign this act is not decided here; nor is the time proved, which needs a time-stamp.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
from pyhanko.stamp import StaticStampStyle

from .certificates import require_in_force
from .cms import DIGEST, sign_digest
from .errors import AlreadySigned, NotSignable
from .loop import run_to_end
from .protocol import SignerIdentity, SigningSession

# Room for signed attributes and the signature itself; the certificates' own size comes on top.
_CONTAINER_ROOM: Final = 2048


@dataclass(frozen=True, kw_only=True)
class VisibleBox:
    """Where a signature shows, in points from the lower left corner; `page` counts from 0, -1 is the last page."""

    page: int
    left: int
    bottom: int
    right: int
    top: int


@dataclass(frozen=True, kw_only=True)
class SealedPdf:
    """A signed file and what the register keeps about it."""

    data: bytes
    sha256: str
    """Of `data`, hexadecimal: what the register compares an uploaded file with first."""
    field_name: str
    signed_at: datetime
    """As given by the caller and written into the file; not proved by any third party."""
    signer: SignerIdentity
    certificate_fingerprint: str


class _Stamp(PdfContent):
    """The first page of a PDF in memory, as the picture of a signature."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    def render(self) -> bytes:
        picture = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._data)))
        self.resources.xobject["/Stamp"] = picture
        left, bottom, right, top = picture.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"


def seal_pdf(
    pdf: bytes,
    *,
    signer: SigningSession,
    field_name: str,
    reason: str,
    location: str,
    signed_at: datetime,
    box: VisibleBox | None = None,
    stamp: bytes | None = None,
    reserved: Mapping[str, VisibleBox] | None = None,
) -> SealedPdf:
    """Sign `pdf` in the field `field_name`, with `stamp` (a one-page PDF) drawn into the box.

    `signed_at` is aware. A field reserved earlier under the name is used, with its own box; without a box the signature
    does not show. `reserved` makes empty boxes for later signatures, which can't be added once the document is
    certified. Earlier signatures are not checked: see `check.check_pdf`. Raises `NotSignable`, `AlreadySigned`,
    `CertificateExpired`, `CertificateNotYetValid`, `AuthorisationSpent`, `TokenUnavailable`.
    """
    require_in_force(signer.certificate, at=signed_at)
    try:
        data = _sign(
            pdf,
            signer=signer,
            field=SigFieldSpec(field_name, on_page=box.page if box else 0, box=_corners(box) if box else None),
            reason=reason,
            location=location,
            signed_at=signed_at,
            stamp=stamp,
            reserved=reserved or {},
        )
    except (PdfError, SigningError, ValueError, LookupError) as error:
        # pyHanko meets a malformed file with any of these; what the signer's key refuses is a DomainError and passes.
        raise NotSignable from error
    return SealedPdf(
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        field_name=field_name,
        signed_at=signed_at,
        signer=signer.identity,
        certificate_fingerprint=signer.certificate.fingerprint,
    )


def _sign(
    pdf: bytes,
    *,
    signer: SigningSession,
    field: SigFieldSpec,
    reason: str,
    location: str,
    signed_at: datetime,
    stamp: bytes | None,
    reserved: Mapping[str, VisibleBox],
) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    first = _require_free(writer.prev, field.sig_field_name)
    for name, place in reserved.items():
        append_signature_field(writer, SigFieldSpec(name, on_page=place.page, box=_corners(place)))
    metadata = PdfSignatureMetadata(
        field_name=field.sig_field_name,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    # Always given: pyHanko's default draws an English sentence into any visible box.
    style = StaticStampStyle(background=_Stamp(stamp) if stamp else None, border_width=0)
    pdf_signer = PdfSigner(metadata, signer.engine, stamp_style=style, new_field_spec=field)
    return run_to_end(_write_signature(writer, pdf_signer, signer, signed_at))


async def _write_signature(
    writer: IncrementalPdfFileWriter, pdf_signer: PdfSigner, signer: SigningSession, signed_at: datetime
) -> bytes:
    """The steps of pyHanko's own `async_sign_pdf`, with our moment instead of the machine's, and our container."""
    session = pdf_signer.init_signing_session(writer)
    session.system_time = signed_at
    certificates = sum(map(len, signer.certificate.issuers), len(signer.certificate.der))
    document = session.prepare_tbs_document(
        validation_info=None,
        # Given, so that no dry run is made: that would be a second signature for every document.
        bytes_reserved=2 * (certificates + _CONTAINER_ROOM),
    )
    prepared, output = document.digest_tbs_document()
    container = await sign_digest(prepared.document_digest, engine=signer.engine, certificate=signer.certificate)
    await PdfTBSDocument.async_finish_signing(output, prepared, container)
    assert isinstance(output, BytesIO)
    return output.getvalue()


def _require_free(reader: PdfFileReader, field_name: str) -> bool:
    """Whether the document has no signature yet. Raises `AlreadySigned` when the field is taken."""
    taken = [name for name, value, _ in enumerate_sig_fields(reader) if value is not None]
    if field_name in taken:
        raise AlreadySigned(field_name=field_name)
    return not taken


def _corners(box: VisibleBox) -> tuple[int, int, int, int]:
    return box.left, box.bottom, box.right, box.top
