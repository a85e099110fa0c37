"""What the portal serves of editors' files: renditions and recordings by their given names, whole or in part, for ever."""

from __future__ import annotations

import pytest
from django.test import Client

SOUND = bytes(range(256)) * 1000


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in (
        "audio/a1.mp3",
        "audio/a1.html",
        "images/a1.jpg",
        "images/a1.svg",
        "original_images/a1.jpg",
        "documents/a1.mp3",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(SOUND)
    (tmp_path.parent / "secret.mp3").write_bytes(b"x")
    return tmp_path


def get(path: str, **headers: str):
    return Client().get(f"/media/{path}", headers=headers)


@pytest.mark.parametrize(("path", "kind"), [("audio/a1.mp3", "audio/mpeg"), ("images/a1.jpg", "image/jpeg")])
def test_a_file_is_served_with_its_own_type_and_kept_for_ever(files, path, kind):
    response = get(path)
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    assert b"".join(response) == SOUND
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Accept-Ranges"] == "bytes"
    assert "sandbox" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize(
    "path",
    [
        "audio/a1.html",
        "images/a1.svg",
        "original_images/a1.jpg",
        "documents/a1.mp3",
        "audio/../documents/a1.mp3",
        "audio/../../secret.mp3",
        "audio/..%2f..%2fsecret.mp3",
        "audio/none.mp3",
        "audio/",
    ],
)
def test_nothing_else_of_what_editors_upload_is_served(files, path):
    assert get(path).status_code == 404


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-", 0, 255_999), ("bytes=0-1", 0, 1), ("bytes=100-70099", 100, 70_099), ("bytes=-5", 255_995, 255_999)],
)
def test_a_phone_that_asks_for_a_part_is_sent_that_part(files, asked, first, last):
    response = get("audio/a1.mp3", Range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/256000"
    assert response["Content-Length"] == str(last - first + 1)
    assert b"".join(response) == SOUND[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(files, asked):
    response = get("audio/a1.mp3", Range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */256000")


@pytest.mark.parametrize("asked", ["bytes=", "bytes=a-b", "bytes=-", "bytes=0-1,5-9", "lines=1-2"])
def test_what_is_no_single_part_is_answered_by_the_whole(files, asked):
    response = get("audio/a1.mp3", Range=asked)
    assert (response.status_code, b"".join(response)) == (200, SOUND)


def test_only_reading(files):
    assert Client().post("/media/audio/a1.mp3").status_code == 405
