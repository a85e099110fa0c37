"""Public pictures and recordings of editors, served by the portal itself: nothing else serves files behind uvicorn.

Only renditions of pictures and recordings, by names the portal gave; never an original (a photo tells where it was
taken), a document, or anything a browser would run. A part of a file is sent on request, or phones play no sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

TYPES: Final = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
}
# The folder of renditions or of recordings, one plain name, an ending of the list.
_PLACE: Final = re.compile(rf"^(?:images|audio)/[\w-][\w.-]*\.({'|'.join(TYPES)})$")
_RANGE: Final = re.compile(r"^bytes=(\d*)-(\d*)$")
_CHUNK: Final = 64 * 1024
# A name never gets another content: a new file has a new name.
_HEADERS: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Accept-Ranges": "bytes",
    "Content-Disposition": "inline",
}


@require_safe
def public_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file at `path`, or the part of it that is asked for."""
    found = _PLACE.match(path)
    if found is None:
        raise Http404(path)
    kind = TYPES[found.group(1)]
    try:
        file = default_storage.open(path, "rb")
    except OSError as missing:
        raise Http404(path) from missing
    size = file.size
    part = _part(request.headers.get("Range", ""), size)
    if part is None:
        return FileResponse(file, content_type=kind, headers=_HEADERS)
    first, last = part
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers = {
        **_HEADERS,
        "Content-Range": f"bytes {first}-{last}/{size}",
        "Content-Length": str(last - first + 1),
    }
    return StreamingHttpResponse(_Part(file, first, last - first + 1), status=206, content_type=kind, headers=headers)


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, both included; first beyond last where nothing lies there; `None` for the whole.

    Several parts at once, which no player needs, are answered by the whole file, as the standard allows.
    """
    found = _RANGE.match(asked.strip())
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size - 1)
    return int(first), min(int(last), size - 1) if last and int(last) >= int(first) else size - 1


class _Part:
    """Some bytes of an open file, which the answer closes with itself."""

    def __init__(self, file: Any, first: int, amount: int) -> None:
        self._file, self._left = file, amount
        file.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (chunk := self._file.read(min(_CHUNK, self._left))):
            self._left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self._file.close()
