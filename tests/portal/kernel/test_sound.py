"""What a sound file is, by its content: three kinds that telephones play, and a sentence for anything else."""

from __future__ import annotations

import io

import pytest

from portal.kernel.errors import Invalid
from portal.kernel.sound import MAX_MEGABYTES, extension_of

FRAME = bytes([0xFF, 0xFB, 0x90, 0x00]) + bytes(413)
TAGGED = b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128) + FRAME


def m4a(handler: bytes, brand: bytes = b"M4A ") -> bytes:
    return bytes([0, 0, 0, 24]) + b"ftyp" + brand + bytes(12) + b"....moov....hdlr" + bytes(8) + handler + bytes(40)


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (FRAME, "mp3"),
        (TAGGED, "mp3"),
        (m4a(b"soun"), "m4a"),
        (b"OggS" + bytes(24) + b"OpusHead" + bytes(30), "ogg"),
        (b"OggS" + bytes(24) + b"\x01vorbis" + bytes(30), "ogg"),
    ],
)
def test_a_recording_is_known_by_its_content(content, extension):
    file = io.BytesIO(content)
    assert extension_of(file) == extension
    assert file.tell() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00" + bytes(100),
        b"ID3\x04\x00\x00\x00\x00\x01\x00<html>" + bytes(300),
        b"\xff\xfe" + bytes(100),
        b"\xff\xfb\xf0\x00",
        m4a(b"vide"),
        m4a(b"soun") + m4a(b"vide"),
        m4a(b"soun", b"qt  "),
        b"OggS" + bytes(24) + b"\x80theora",
        b"RIFF....WAVE",
    ],
)
def test_what_only_calls_itself_a_recording_is_refused(content):
    with pytest.raises(Invalid) as refused:
        extension_of(io.BytesIO(content))
    assert refused.value.code == "sound_kind"


def test_a_file_too_large_or_empty_is_refused_without_reading_it_whole():
    with pytest.raises(Invalid) as refused:
        extension_of(io.BytesIO(FRAME + bytes(MAX_MEGABYTES * 1024 * 1024)))
    assert refused.value.code == "sound_too_large"
    with pytest.raises(Invalid) as refused:
        extension_of(io.BytesIO(b""))
    assert refused.value.code == "sound_empty"
