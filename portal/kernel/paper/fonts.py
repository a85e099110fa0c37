"""Which typefaces the documents of the portal are set in, and which of them draws a given character.

A document never shows boxes: a typeface that is not installed raises `FontMissing`, and a character that none of them has
raises `CharacterNotPrintable`. The files come from installed packages (IBM Plex Sans Arabic, Amiri) and from the folder
`PAPER_FONTS_DIR` (Noto Sans Tifinagh, made at set-up by `make_fonts`); none is kept in the repository.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from threading import Lock

import uharfbuzz as hb
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Invalid, Unavailable

DEFAULT_FONTS_DIR = Path(__file__).resolve().parents[3] / "build" / "fonts"


class FontMissing(Unavailable):
    """A typeface that a document needs is not installed; `data["file"]` names its file."""

    default_code = "font_missing"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("A typeface that this document needs is not installed. The document was not made."), file=file
        )


class CharacterNotPrintable(Invalid):
    """No typeface of the portal has this character; `data["characters"]` lists the code points (U+1F600)."""

    default_code = "character_not_printable"

    def __init__(self, characters: str) -> None:
        points = ", ".join(f"U+{ord(character):04X}" for character in characters)
        super().__init__(
            format_lazy(
                _("A document cannot show these characters: {characters}. Please remove them."), characters=points
            ),
            characters=points,
        )


class Family(StrEnum):
    """The voices of a document: running text, its bold, and the official look of titles."""

    TEXT = "text"
    STRONG = "strong"
    TITLE = "title"


@dataclass(frozen=True)
class Source:
    """Where a face comes from: `package` is a module with `ROOT`, or empty for the folder of made fonts."""

    file: str
    package: str = ""
    scale: float = 1.0  # so that the three scripts sit at one optical size on a line
    embolden: float = 0.0  # width of the stroke, in em, that stands for a bold that was never drawn

    def path(self, fonts_dir: Path) -> Path:
        """The file on this machine; raises `FontMissing` if its package is not installed."""
        if not self.package:
            return fonts_dir / self.file
        try:
            return Path(import_module(self.package).ROOT) / "files" / self.file
        except ModuleNotFoundError as missing:
            raise FontMissing(self.file) from missing


PLEX = Source("IBMPlexSansArabic-Regular.ttf", "fontpkg_ibm_plex_sans_arabic")
PLEX_BOLD = Source("IBMPlexSansArabic-Bold.ttf", "fontpkg_ibm_plex_sans_arabic")
AMIRI = Source("Amiri-Regular.ttf", "fontpkg_amiri", scale=1.08)
AMIRI_BOLD = Source("Amiri-Bold.ttf", "fontpkg_amiri", scale=1.08)
AMIRI_TITLE = Source("Amiri-Bold.ttf", "fontpkg_amiri", scale=1.2)
TIFINAGH = Source("NotoSansTifinagh-Regular.ttf", scale=1.05)
# Noto Sans Tifinagh exists in one weight only.
TIFINAGH_BOLD = Source("NotoSansTifinagh-Regular.ttf", scale=1.05, embolden=0.03)

# Plex leads; Amiri, whose Latin is far wider, catches the letters of foreign names that Plex Sans Arabic lacks.
CHAINS: dict[Family, tuple[Source, ...]] = {
    Family.TEXT: (PLEX, TIFINAGH, AMIRI),
    Family.STRONG: (PLEX_BOLD, TIFINAGH_BOLD, AMIRI_BOLD),
    Family.TITLE: (AMIRI_TITLE, TIFINAGH_BOLD, PLEX_BOLD),
}


class Face:
    """One face, read once and never changed. Metrics are in thousandths of an em, before `scale`."""

    def __init__(self, source: Source, path: Path) -> None:
        self.scale = source.scale
        self.embolden = source.embolden
        self.stem = path.stem
        self.hb_face = hb.Face(hb.Blob.from_file_path(str(path)))
        self.hb_font = hb.Font(self.hb_face)
        self.subset_source = hb.subset_preprocess(self.hb_face)
        self.covers = frozenset(self.hb_face.unicodes)
        unit = 1000 / self.hb_face.upem
        extents = self.hb_font.get_font_extents("ltr")
        self.ascent = extents.ascender * unit
        self.descent = extents.descender * unit
        self.cap_height = self.hb_font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT) * unit
        self.unit = unit
        self.blank_gid = self.hb_font.get_nominal_glyph(0x20)

    @cached_property
    def bounding_box(self) -> tuple[int, ...]:
        """xMin, yMin, xMax, yMax of the face (table `head`, bytes 36 to 44)."""
        head = self.hb_face.reference_table("head").data
        edges = (int.from_bytes(head[at : at + 2], "big", signed=True) for at in (36, 38, 40, 42))
        return tuple(round(edge * self.unit) for edge in edges)


# Drawn with another character's glyph, because these faces have none for it; line breaking has seen the true one.
DRAWN_AS = {"\u2010": "-", "\u2011": "-", "\u202f": "\u00a0", "\u2009": " ", "\u2007": "\u00a0"}
JOINERS = "\u200c\u200d"


class Chain:
    """The faces of one family, in order of preference."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        self.faces = faces
        self._first: dict[str, Face | None] = {}

    def face_for(self, character: str, previous: Face | None = None) -> Face | None:
        """The face that draws `character`, or None. Marks, joiners and spaces stay with the face before them."""
        clings = character in " \u00a0" or unicodedata.combining(character) > 0
        if previous is not None and (character in JOINERS or (clings and ord(character) in previous.covers)):
            return previous
        if character in self._first:
            return self._first[character]
        face = next((face for face in self.faces if ord(character) in face.covers), None)
        if face is None and character in JOINERS:
            face = self.faces[0]
        self._first[character] = face
        return face

    def lacks(self, character: str) -> bool:
        """Whether no face of this chain can draw `character`."""
        return self.face_for(character) is None


class Typefaces:
    """Every family, loaded. Shared by all threads: nothing in it changes but caches of facts."""

    def __init__(self, fonts_dir: Path) -> None:
        self.chains = {
            family: Chain(tuple(_face(source, source.path(fonts_dir)) for source in sources))
            for family, sources in CHAINS.items()
        }

    def chain(self, family: Family) -> Chain:
        return self.chains[family]


_loading = Lock()
_loaded: dict[Path, Typefaces] = {}


@cache
def _face(source: Source, path: Path) -> Face:
    if not path.is_file():
        raise FontMissing(path.name)
    return Face(source, path)


def fonts_dir() -> Path:
    """The folder of the fonts made at set-up: setting `PAPER_FONTS_DIR`, else `build/fonts` of the project."""
    try:
        return Path(getattr(settings, "PAPER_FONTS_DIR", DEFAULT_FONTS_DIR))
    except ImproperlyConfigured:
        return DEFAULT_FONTS_DIR


def typefaces() -> Typefaces:
    """The loaded typefaces, read once for the process and the folder; raises `FontMissing`."""
    folder = fonts_dir()
    found = _loaded.get(folder)
    if found is None:
        with _loading:
            found = _loaded.get(folder)
            if found is None:
                found = _loaded[folder] = Typefaces(folder)
    return found


def missing_files() -> tuple[str, ...]:
    """Names of the font files that are not on this machine, each once; empty when documents can be made."""
    folder = fonts_dir()
    missing: dict[str, None] = {}
    for sources in CHAINS.values():
        for source in sources:
            try:
                present = source.path(folder).is_file()
            except FontMissing:
                present = False
            if not present:
                missing[source.file] = None
    return tuple(missing)
