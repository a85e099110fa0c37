"""The structure of a document for those who do not see it: headings, paragraphs, lists, tables and pictures with words.

A tagged PDF (PDF 32000-1, 14.7 and 14.8): every piece of content on a page belongs to an element, in the order of reading,
with its language; what is repeated or decorative (band, footer, watermark) is an artifact and belongs to none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFObject, PDFObjectReference

from .bidi import spoken_form


class Content(NamedTuple):
    """Marked content number `mark` of page `page` (from 0)."""

    page: int
    mark: int


class Anchor(NamedTuple):
    """The link annotation whose object is named `name` on page `page` (from 0)."""

    page: int
    name: str


@dataclass(eq=False)
class Element(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """A node of the tree; `tag` is a standard structure type (H1, P, Table, ...), `alt` the words for a picture."""

    tag: str
    language: str = ""
    alt: str = ""
    scope: str = ""  # of a header cell: Row or Column
    spoken: str = ""  # the text in logical order, where the page holds it in visual order (right-to-left scripts)
    parent: PDFObject | None = None
    children: list[Element | Content | Anchor] = field(default_factory=list)

    # reportlab: never written inline, always referred to.
    __RefOnly__ = 1

    def add(self, tag: str, *, language: str = "", alt: str = "", scope: str = "") -> Element:
        """Append a child element and return it."""
        child = Element(tag, language, alt, scope, parent=self)
        self.children.append(child)
        return child

    def speak(self, text: str) -> None:
        """Tell the text of this element to those who listen; needed only where it runs from right to left."""
        told = spoken_form(text)
        if told:
            self.spoken = f"{self.spoken}\n{told}" if self.spoken else told

    def format(self, document: PDFDocument) -> bytes:
        """The element as the body of a PDF object (called by reportlab)."""
        parts = [f"<< /Type /StructElem /S /{self.tag} /P ".encode(), _ref(document, self.parent)]
        if self.language:
            parts.append(f" /Lang ({self.language})".encode())
        if self.alt:
            parts.append(b" /Alt " + _string(self.alt))
        if self.spoken:
            parts.append(b" /ActualText " + _string(self.spoken))
        if self.scope:
            parts.append(f" /A << /O /Table /Scope /{self.scope} >>".encode())
        parts.append(b" /K [")
        for child in self.children:
            parts.append(b" ")
            if isinstance(child, Element):
                parts.append(_ref(document, child))
            elif isinstance(child, Content):
                page = page_reference(child.page).format(document)
                parts.append(b"<< /Type /MCR /Pg " + page + f" /MCID {child.mark} >>".encode())
            else:
                page = page_reference(child.page).format(document)
                target = PDFObjectReference(child.name).format(document)
                parts.append(b"<< /Type /OBJR /Pg " + page + b" /Obj " + target + b" >>")
        parts.append(b" ] >>\n")
        return b"".join(parts)


def page_reference(page: int) -> PDFObjectReference:
    """The object of page `page` (from 0), by the name reportlab gives it."""
    return PDFObjectReference(f"Page{page + 1}")


def _string(text: str) -> bytes:
    # In hexadecimal: half of what reportlab's escapes take for Arabic, and this part of the file is not compressed.
    return f"<feff{text.encode('utf-16-be').hex()}>".encode()


def _ref(document: PDFDocument, thing: PDFObject | None) -> bytes:
    found: bytes = document.Reference(thing).format(document)
    return found


class Root(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """The root of the structure, with the way back from each page's marked content to its element."""

    __RefOnly__ = 1

    def __init__(self, top: Element, marks: list[list[Element]], anchors: list[Element]) -> None:
        top.parent = self
        self.top = top
        self.marks = marks  # for each page, the element of each mark
        self.anchors = anchors  # the element of each link; its key is the number of pages plus its place here

    def format(self, document: PDFDocument) -> bytes:
        """The root as the body of a PDF object (called by reportlab)."""
        entries: list[bytes] = []
        for page, elements in enumerate(self.marks):
            row = b" ".join(_ref(document, element) for element in elements)
            entries.append(f"{page} [ ".encode() + row + b" ]")
        for at, element in enumerate(self.anchors, start=len(self.marks)):
            entries.append(f"{at} ".encode() + _ref(document, element))
        numbers = b"<< /Nums [ " + b"\n".join(entries) + b" ] >>"
        return b"".join(
            (
                b"<< /Type /StructTreeRoot /K [ ",
                _ref(document, self.top),
                b" ] /ParentTree ",
                numbers,
                f" /ParentTreeNextKey {len(self.marks) + len(self.anchors)} >>\n".encode(),
            )
        )


def mark_info() -> PDFDictionary:
    """The catalogue's statement that the document is tagged."""
    return PDFDictionary({"Marked": "true"})
