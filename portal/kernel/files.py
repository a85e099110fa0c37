"""The private store: files are checked by content, kept under a random key, and served only by who has checked the right.

What is accepted (types, sizes, pages) is the caller's rule, given by the version; what is dangerous is refused here for
everyone: active or encrypted PDFs, picture bombs, what is not what it says it is.
"""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO, Final

import pikepdf
from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from .errors import Invalid, NotFound, Unavailable
from .models import StoredFile

MAX_PIXELS: Final = 80_000_000
MAX_PAGES: Final = 500
_CHUNK: Final = 1024 * 1024
# Names that stand in no harmless paper: programs, other files inside, forms that send themselves. Looked for in every
# dictionary, since an annotation holds its action inline.
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles|EF|FileAttachment|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR)"
    rb"(?![^\s/<>\[\]()])"
    # What happens by itself when a page or an annotation is shown: to fetch an address tells who reads, and when.
    rb"|/AA(?=\s*(?:<<|\d+ \d+ R))"
)
_STRING: Final = re.compile(rb"\((?:[^\\()]|\\.)*\)", re.DOTALL)
# A table or object stream of an honest file takes a few megabytes; a hostile one swells a thousandfold. The limits are
# qpdf's and hold for the whole process.
pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=1000,
    parser_max_container_size=1_000_000,
    max_stream_filters=4,
    flate_max_memory=64 * 1024 * 1024,
    png_max_memory=64 * 1024 * 1024,
    run_length_max_memory=64 * 1024 * 1024,
    tiff_max_memory=64 * 1024 * 1024,
)
# What a file made to break the parser makes it throw, named one by one so that a fault of ours still shows.
BROKEN_PDF: Final = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
)
# A picture of a few kilobytes may take hundreds of megabytes while it is read: so many at once, the others wait.
_DECODING: Final = BoundedSemaphore(2)
_OPENED: Final = ("JPEG", "PNG", "WEBP")
# MPO: what many phones write, a JPEG with a second picture behind it; every reader shows the first.
_PICTURES: Final = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file really is: its type by content and, for a PDF, its pages."""

    content_type: str
    pages: int | None


def inspect(file: BinaryIO) -> Inspected:
    """The type of `file` by parsing it whole. Raises `Invalid` with a sentence for the person who sent it."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if not head:
        raise Invalid(
            _("This file is empty. Choose it again, or take the photo again."),
            code="file_empty",
        )
    if head.lstrip().startswith(b"%PDF-"):
        return _inspect_pdf(file)
    return _inspect_picture(file)


def _inspect_pdf(file: BinaryIO) -> Inspected:
    try:
        with pikepdf.open(file) as pdf:
            if pdf.is_encrypted:
                raise Invalid(
                    _("This PDF is locked by a password. Send it without the password."),
                    code="file_encrypted",
                )
            if len(pdf.pages) > MAX_PAGES:
                raise Invalid(
                    _("This PDF has too many pages. Split it into several files."),
                    code="file_too_long",
                )
            if _is_active(pdf):
                raise Invalid(
                    _("This PDF contains a program or other files. Print it to PDF again, then send the new one."),
                    code="file_active",
                )
            return Inspected("application/pdf", len(pdf.pages))
    except pikepdf.PasswordError as locked:
        raise Invalid(
            _("This PDF is locked by a password. Send it without the password."),
            code="file_encrypted",
        ) from locked
    except BROKEN_PDF as broken:
        raise Invalid(
            _("This PDF cannot be read. Make it again, or send a photo."),
            code="file_broken",
        ) from broken


def _is_active(pdf: pikepdf.Pdf) -> bool:
    opening = pdf.Root.get("/OpenAction")
    # Many programs write "open at the top of page one"; anything else that happens by itself is refused.
    if isinstance(opening, pikepdf.Dictionary | pikepdf.Stream) and (
        opening.get("/S") != "/GoTo" or "/Next" in opening
    ):
        return True
    if "/AA" in pdf.Root:
        return True
    return any(_names_a_program(item) for item in pdf.objects)


def _names_a_program(item: pikepdf.Object) -> bool:
    """Whether a dictionary of one object, however deep, has an active name; what a person wrote as text does not count."""
    if isinstance(item, pikepdf.Stream):
        # Readers take a stream where a dictionary belongs.
        item = item.stream_dict
    elif not isinstance(item, pikepdf.Dictionary | pikepdf.Array):
        return False
    return _ACTIVE.search(_STRING.sub(b"()", item.unparse(resolved=True))) is not None


def _inspect_picture(file: BinaryIO) -> Inspected:
    try:
        with warnings.catch_warnings():
            # Pillow warns of a bomb before it raises: the warning is enough for us.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=_OPENED) as picture:
                kind = _PICTURES.get(picture.format or "")
                if picture.width * picture.height > MAX_PIXELS:
                    raise Invalid(
                        _("This picture is too large. Take the photo again."),
                        code="file_too_large",
                    )
                if kind is not None:
                    with _DECODING:
                        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as unknown:
        raise _unknown_type() from unknown
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Invalid(_("This picture is too large. Take the photo again."), code="file_too_large") from bomb
    if kind is None:
        raise _unknown_type()
    return Inspected(kind, None)


def _unknown_type() -> Invalid:
    return Invalid(
        _("This kind of file is not accepted. Send a PDF or a photo (JPEG or PNG)."),
        code="file_type",
    )


def store(content: bytes | BinaryIO, *, name: str, at: datetime) -> StoredFile:
    """Check and keep one file. `name` is kept for its owner's eyes only; the place in the store is random.

    Raises `Invalid` (what is wrong with the file) or `Unavailable` (the disk does not take it); nothing half-written stays.
    """
    source: BinaryIO = io.BytesIO(content) if isinstance(content, bytes) else content
    found = inspect(source)
    key = f"{at:%Y/%m}/{secrets.token_hex(20)}"
    path = path_of(key)
    digest, size = hashlib.sha256(), 0
    source.seek(0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("xb") as target:
            path.chmod(0o600)
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
    except OSError as full:
        path.unlink(missing_ok=True)
        raise Unavailable(
            _("The file could not be kept now. Try again in a few minutes; your answers are safe."),
            code="store",
        ) from full
    return StoredFile.objects.create(
        key=key,
        name=_clean_name(name),
        content_type=found.content_type,
        size=size,
        sha256=digest.hexdigest(),
        pages=found.pages,
        created_at=at,
    )


def _clean_name(name: str) -> str:
    """The last part of the name, without control or direction characters, at most 255 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        c for c in last if c.isprintable() and not "\u202a" <= c <= "\u202e" and not "\u2066" <= c <= "\u2069"
    )
    return kept.strip()[-255:] or "file"


def path_of(key: str) -> Path:
    """Where the bytes of `key` lie. The key is never a reader's word."""
    return Path(settings.PRIVATE_FILES_DIR) / key


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes of `stored`, to be closed by the caller. Raises `NotFound` when they were erased."""
    if stored.erased_at is not None:
        raise NotFound(_("This file was erased at the end of its retention."), code="file_erased")
    try:
        return path_of(stored.key).open("rb")
    except FileNotFoundError as lost:
        raise NotFound(_("This file cannot be found. Tell the commune."), code="file_lost") from lost


def read_file(stored: StoredFile) -> bytes:
    """All bytes of `stored`."""
    with open_file(stored) as file:
        return file.read()


def erase(stored: StoredFile, *, at: datetime) -> None:
    """Erase the bytes; the row stays with its hash, so that what was received can still be told."""
    path_of(stored.key).unlink(missing_ok=True)
    stored.erased_at = at
    stored.save(update_fields=["erased_at"])


def discard(stored: StoredFile) -> None:
    """Remove a file that nothing refers to: a draft's, taken back before filing. A filed one is erased, never discarded."""
    path = path_of(stored.key)
    stored.delete()
    path.unlink(missing_ok=True)


def send_file(stored: StoredFile, *, as_attachment: bool = False) -> HttpResponseBase:
    """The answer that carries `stored`. The caller has checked the right; the name is never trusted in a header."""
    headers = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
    }
    prefix = settings.PRIVATE_FILES_ACCEL_PREFIX
    if prefix:
        open_file(stored).close()
        named = content_disposition_header(as_attachment, stored.name) or "inline"
        return HttpResponse(
            content_type=stored.content_type,
            headers={**headers, "Content-Disposition": named, "X-Accel-Redirect": f"{prefix}{stored.key}"},
        )
    # Its own header would name the place in the store otherwise.
    return FileResponse(
        open_file(stored),
        as_attachment=as_attachment,
        filename=stored.name,
        content_type=stored.content_type,
        headers=headers,
    )
