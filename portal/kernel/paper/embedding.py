"""Puts the used glyphs of a face into a PDF so that what is copied or searched is what was written.

Each glyph gets a code of its own in the document for each text it stands for and each width it is given: two letters drawn
with one shape copy as two letters, and a kerned word is one string without gaps for a reader to see blanks in. Codes belong
to one document and are given in the order of use: the same document has the same bytes whatever was made before it, or
beside it in another thread.
"""

from __future__ import annotations

import hashlib
import zlib
from functools import lru_cache

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFObject, PDFStream, PDFString

from .fonts import Face
from .lines import Piece
from .shaping import Shaped

# Tables that only shaping needs: the document already holds the shaped glyphs.
_DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "DSIG", "name", "cmap", "OS/2", "post", "gasp", "meta", "FFTM")
_TOUNICODE_BLOCK = 100  # a CMap section holds at most 100 entries (PDF 32000-1, 9.7.5.4 by reference to CMap)


class _Subset:
    """A compressed font file with some glyphs, and where each glyph went."""

    def __init__(self, face: Face, gids: frozenset[int]) -> None:
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(gids)
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
            int.from_bytes(tag.encode().ljust(4), "big") for tag in _DROPPED
        )
        wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
        plan = hb.SubsetPlan(face.subset_source, wanted)
        mapping = plan.old_to_new_glyph_mapping
        self.gid_of = {gid: mapping[gid] for gid in gids}
        data = plan.execute().blob.data
        self.length = len(data)
        self.compressed = zlib.compress(data)


# Documents of one kind share most of their letters, not all: the memory serves batches and pages made twice.
@lru_cache(maxsize=64)
def _subset(face: Face, gids: frozenset[int]) -> _Subset:
    return _Subset(face, gids)


class _Codes(dict[tuple[int, str, float], str]):
    """The code of each glyph by (glyph, text, width), in hexadecimal, given when it is first asked for."""

    def __missing__(self, key: tuple[int, str, float]) -> str:
        # Code 0 is the undefined glyph.
        code = self[key] = f"{len(self) + 1:04x}"
        return code


class EmbeddedFace:
    """A face as one document uses it."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self._codes = _Codes()
        self._fragments: dict[tuple[str, int, str], tuple[tuple[float, str], ...]] = {}

    def fragments(self, piece: Piece) -> tuple[tuple[float, str], ...]:
        """A piece as operands of `TJ`, cut where the height above the line (in thousandths of an em) changes."""
        key = (piece.text, piece.level % 2, piece.script)
        found = self._fragments.get(key)
        if found is None:
            found = self._fragments[key] = tuple(self._encode(piece.shaped))
        return found

    def _encode(self, shaped: Shaped) -> list[tuple[float, str]]:
        code_of = self._codes.__getitem__
        if shaped.plain:
            return [(0.0, f"<{''.join(map(code_of, shaped.keys))}>")]
        out: list[tuple[float, str]] = []
        operands: list[str] = []
        codes = ""
        rise = shift = 0.0
        for glyph, key in zip(shaped.glyphs, shaped.keys, strict=True):
            shift += glyph.dx
            if glyph.dy != rise or shift:
                if codes:
                    operands.append(f"<{codes}>")
                    codes = ""
                if glyph.dy != rise:
                    if operands:
                        out.append((rise, "".join(operands)))
                        operands = []
                    rise = glyph.dy
                if shift:
                    operands.append(f"{-shift:g} ")
            codes += code_of(key)
            shift = -glyph.dx
        if codes:
            operands.append(f"<{codes}>")
        if shift:
            operands.append(f"{-shift:g}")
        if operands:
            out.append((rise, "".join(operands)))
        return out

    def add_to(self, document: PDFDocument) -> PDFObject:
        """Write the font objects of what was used; returns the font's reference."""
        face = self.face
        subset = _subset(face, frozenset(gid for gid, _text, _width in self._codes))
        codes = list(self._codes)
        # The six letters that mark a subset (PDF 32000-1, 9.6.4) follow from its content, never from chance.
        digest = hashlib.sha256(repr((self.name, codes)).encode()).digest()
        tag = "".join(chr(65 + byte % 26) for byte in digest[:6])
        base = PDFName(f"{tag}+{face.stem}")
        file = _stream(subset.compressed, Length1=subset.length)
        glyphs = b"\0\0" + b"".join(subset.gid_of[gid].to_bytes(2, "big") for gid, _text, _width in codes)
        descriptor = PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": base,
                "Flags": 4,
                "FontBBox": f"[{' '.join(map(str, face.bounding_box))}]",
                "ItalicAngle": 0,
                "Ascent": round(face.ascent),
                "Descent": round(face.descent),
                "CapHeight": round(face.cap_height),
                "StemV": 80,
                "FontFile2": document.Reference(file),
            }
        )
        widths = " ".join(f"{width:g}" for _gid, _text, width in codes)
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": base,
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(descriptor),
                "W": f"[1 [{widths}]]",
                "CIDToGIDMap": document.Reference(_stream(zlib.compress(glyphs))),
            }
        )
        return document.Reference(
            PDFDictionary(
                {
                    "Type": PDFName("Font"),
                    "Subtype": PDFName("Type0"),
                    "BaseFont": base,
                    "Encoding": PDFName("Identity-H"),
                    "DescendantFonts": PDFArray([document.Reference(descendant)]),
                    "ToUnicode": document.Reference(_stream(zlib.compress(_to_unicode(codes)))),
                }
            )
        )


def _stream(compressed: bytes, **entries: int) -> PDFStream:
    return PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode"), **entries}), compressed)


def _to_unicode(codes: list[tuple[int, str, float]]) -> bytes:
    entries = [
        f"<{code:04x}> <{text.encode('utf-16-be').hex()}>"
        for code, (_gid, text, _width) in enumerate(codes, start=1)
        if text
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _TOUNICODE_BLOCK):
        block = entries[start : start + _TOUNICODE_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
