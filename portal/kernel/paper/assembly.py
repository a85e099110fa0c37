"""Makes the PDF file from the drawn sheets: pages, fonts, links, structure and metadata.

Nothing here asks the clock, the locale or a counter of the process: the same sheets give the same bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from reportlab.pdfbase.pdfdoc import (
    BasicFonts,
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFObjectReference,
    PDFPage,
    PDFStream,
    PDFString,
    ViewerPreferencesPDFDictionary,
)

from . import structure
from .sheet import Faces, Link, Sheet
from .structure import Anchor, Element

PDF_VERSION = (1, 7)
FAINT = "Faint"  # graphics state of the demonstration's watermark
_PRINTED = 4  # an annotation that prints (PDF 32000-1, 12.5.3, bit 3)


@dataclass(frozen=True)
class Metadata:
    """What the file says of itself; `created` is aware."""

    title: str
    language: str
    created: datetime
    author: str = ""
    subject: str = ""
    keywords: str = ""
    rtl: bool = False


@dataclass(frozen=True)
class EmptyField:
    """A signature field to be filled later: on page `page` (from 0), at left, bottom, right, top; `words` tell its use."""

    name: str
    words: str
    page: int
    box: tuple[float, float, float, float]


class _Page(PDFPage):  # type: ignore[misc]  # reportlab has no types
    # reportlab writes only the entries it knows by name.
    __NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
    StructParents: int
    Tabs: str


def assemble(
    sheets: Sequence[Sheet], faces: Faces, top: Element, metadata: Metadata, field: EmptyField | None = None
) -> bytes:
    """The bytes of the document. The sheets and the tree are used up: assemble them once."""
    document = PDFDocument(dummyoutline=0, compression=1, invariant=1, pdfVersion=PDF_VERSION, lang=metadata.language)
    # reportlab's seed holds a time stamp that the environment may set.
    document.signature = hashlib.md5(b"turagt", usedforsecurity=False)
    anchors: list[Element] = []
    for sheet in sheets:
        _add_page(document, sheet, len(sheets), anchors, field if field and field.page == sheet.index else None)
    fonts = document.idToObject[BasicFonts]
    for embedded in faces.used.values():
        fonts[embedded.name] = embedded.add_to(document)
    _describe(document, metadata)
    root = structure.Root(top, [sheet.elements for sheet in sheets], anchors)
    document.Catalog.StructTreeRoot = root
    document.Catalog.MarkInfo = structure.mark_info()
    data: bytes = document.GetPDFData(None)
    return data


def _add_page(
    document: PDFDocument, sheet: Sheet, pages: int, anchors: list[Element], field: EmptyField | None
) -> None:
    code = "\n".join(sheet.operators).encode("ascii")
    document.updateSignature(code)
    page = _Page()
    page.MediaBox = PDFArray([0, 0, f"{sheet.width:g}", f"{sheet.height:g}"])
    page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), zlib.compress(code))
    resources = {
        "Font": PDFObjectReference(BasicFonts),
        "ExtGState": PDFDictionary({FAINT: PDFDictionary({"ca": "0.1", "CA": "0.1"})}),
    }
    if sheet.forms:
        resources["XObject"] = PDFDictionary(
            {name: _form(document, name, operators, sheet) for name, operators in sheet.forms.items()}
        )
    page.Resources = PDFDictionary(resources)
    page.StructParents = sheet.index
    page.Tabs = PDFName("S")
    references = []
    for at, link in enumerate(sheet.links):
        name = f"Link{sheet.index + 1}.{at + 1}"
        key = pages + len(anchors)
        anchors.append(link.element)
        link.element.children.append(Anchor(sheet.index, name))
        references.append(document.Reference(_annotation(link, key), name))
    if field is not None:
        references.append(document.Reference(_widget(field)))
        document.Catalog.AcroForm = PDFDictionary({"Fields": PDFArray(references[-1:])})
    if references:
        page.Annots = PDFArray(references)
    document.addPage(page)


def _form(document: PDFDocument, name: str, operators: str, sheet: Sheet) -> PDFObject:
    if name in document.idToObject:
        return PDFObjectReference(name)
    reach = max(sheet.width, sheet.height)
    return document.Reference(
        PDFStream(
            PDFDictionary(
                {
                    "Type": PDFName("XObject"),
                    "Subtype": PDFName("Form"),
                    "BBox": PDFArray([f"{edge:g}" for edge in (-reach, -reach, reach, reach)]),
                    "Filter": PDFName("FlateDecode"),
                }
            ),
            _compressed(operators),
        ),
        name,
    )


# What pages share, band and mark, is the same in every document.
@lru_cache(maxsize=8)
def _compressed(operators: str) -> bytes:
    return zlib.compress(operators.encode("ascii"))


def _annotation(link: Link, key: int) -> PDFDictionary:
    return PDFDictionary(
        {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Link"),
            "Rect": PDFArray([f"{edge:.2f}" for edge in link.box]),
            "Border": PDFArray([0, 0, 0]),
            "F": 4,
            "Contents": PDFString(link.words),
            "A": PDFDictionary({"S": PDFName("URI"), "URI": PDFString(link.url)}),
            "StructParent": key,
        }
    )


def _widget(field: EmptyField) -> PDFDictionary:
    return PDFDictionary(
        {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Widget"),
            "FT": PDFName("Sig"),
            "T": PDFString(field.name),
            "TU": PDFString(field.words),
            "F": _PRINTED,
            "P": structure.page_reference(field.page),
            "Rect": PDFArray([f"{edge:.2f}" for edge in field.box]),
        }
    )


def _describe(document: PDFDocument, metadata: Metadata) -> None:
    moment = f"D:{metadata.created.astimezone(UTC):%Y%m%d%H%M%S}Z"
    document.setDateFormatter(lambda *_parts: moment)
    document.setTitle(metadata.title)
    document.setAuthor(metadata.author)
    document.setSubject(metadata.subject)
    document.setKeywords(metadata.keywords)
    document.setCreator("Turagt")
    document.updateSignature(moment)
    preferences = ViewerPreferencesPDFDictionary()
    preferences["DisplayDocTitle"] = "true"
    preferences["Direction"] = "R2L" if metadata.rtl else "L2R"
    document.Catalog.ViewerPreferences = preferences
