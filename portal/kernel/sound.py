"""Sound files that editors send: what they really are, told by their first bytes and frames, never by their name."""

from __future__ import annotations

from typing import BinaryIO, Final

from django.utils.translation import gettext_lazy as _

from .errors import Invalid

MAX_MEGABYTES: Final = 5
_MAX_BYTES: Final = MAX_MEGABYTES * 1024 * 1024
# Brands of an MPEG-4 file that telephones and recorders write for sound.
_BRANDS: Final = frozenset({b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"iso5", b"iso6"})


def extension_of(file: BinaryIO) -> str:
    """`mp3`, `m4a` or `ogg`. Raises `Invalid` with a sentence for whoever sent it."""
    file.seek(0)
    content = file.read(_MAX_BYTES + 1)
    file.seek(0)
    if not content:
        raise Invalid(_("This file is empty: choose it again."), code="sound_empty")
    if len(content) > _MAX_BYTES:
        raise Invalid(
            _("This recording is larger than 5 megabytes: make it shorter, or save it with a lower quality."),
            code="sound_too_large",
        )
    if _is_mp3(content):
        return "mp3"
    if _is_m4a(content):
        return "m4a"
    if content.startswith(b"OggS") and (b"OpusHead" in content[:128] or b"\x01vorbis" in content[:128]):
        return "ogg"
    raise Invalid(
        _("This is no recording that a phone can play: send an MP3, M4A or OGG file of sound."), code="sound_kind"
    )


def _is_mp3(content: bytes) -> bool:
    start = 0
    if content.startswith(b"ID3") and len(content) > 10:
        # The size of the tag before the sound: four times seven bits.
        size = content[6] << 21 | content[7] << 14 | content[8] << 7 | content[9]
        start = 10 + size
        # Some programs leave zeros between the tag and the first frame.
        while start < len(content) and content[start] == 0:
            start += 1
    return _is_frame(content[start : start + 4])


def _is_frame(head: bytes) -> bool:
    """Whether four bytes begin a frame of MPEG sound, layer III: marks, version, layer, bit rate, sampling rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, sampling = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and bit_rate not in (0, 15) and sampling != 3


def _is_m4a(content: bytes) -> bool:
    """An MPEG-4 file with a track of sound and none of pictures."""
    named = content[4:8] == b"ftyp" and content[8:12] in _BRANDS
    return named and _has_track(content, b"soun") and not _has_track(content, b"vide")


def _has_track(content: bytes, kind: bytes) -> bool:
    """Whether a handler (`hdlr`: eight bytes, then the kind) of `kind` stands in the file."""
    at = content.find(b"hdlr")
    while at != -1:
        if content[at + 12 : at + 16] == kind:
            return True
        at = content.find(b"hdlr", at + 4)
    return False
