"""Reads documents back as people and programs see them: text, pictures, objects."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from PIL import Image

from portal.kernel.paper import Paper

MOMENT = datetime(2026, 3, 12, 10, 30, tzinfo=UTC)
_MARKS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), " ")


def new_paper(*, lang: str = "ar", demo: bool = False, **options) -> Paper:
    """An empty document of the fixed moment."""
    return Paper(title="رخصة البناء", lang=lang, created=MOMENT, demo=demo, **options)


def text_of(data: bytes, *options: str) -> str:
    """What poppler's pdftotext finds, with single blanks; its own direction marks, which cut words from numbers, are blanks."""
    found = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(unicodedata.normalize("NFC", found.stdout.decode().translate(_MARKS)).split())


def words(text: str) -> list[str]:
    """The words and numbers of a text, in order, without blanks and punctuation (which poppler attaches either way)."""
    return re.findall(r"\w+(?:[.\-'/]\w+)*", text)


def has_words(found: str, wanted: str) -> bool:
    """Whether the words of `wanted` stand in `found` one after the other."""
    return f" {' '.join(words(wanted))} " in f" {' '.join(words(found))} "


def picture_of(data: bytes, *, page: int = 1, dpi: int = 72) -> Image.Image:
    """The page as poppler draws it, in grey."""
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-f", str(page), "-l", str(page), "-singlefile", "-png", "-"]
    drawn = subprocess.run(command, input=data, capture_output=True, check=True)
    return Image.open(io.BytesIO(drawn.stdout)).convert("L")


def opened(data: bytes) -> pikepdf.Pdf:
    """The objects of the document."""
    return pikepdf.open(io.BytesIO(data))


def write(path: Path, data: bytes) -> Path:
    """For tools that want a file."""
    path.write_bytes(data)
    return path
