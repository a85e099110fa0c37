"""Files are judged by what they are, and kept where no address leads."""

import io
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from portal.kernel.errors import Invalid, NotFound
from portal.kernel.files import erase, inspect, open_file, send_file, store

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


def pdf(*, pages=1, script=False, password="") -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="app.alert(1)"
        )
    target = io.BytesIO()
    encryption = (
        pikepdf.Encryption(owner=password, user=password) if password else False
    )
    document.save(target, encryption=encryption)
    return target.getvalue()


def picture(kind="JPEG", size=(40, 30)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, kind)
    return target.getvalue()


def archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as box:
        box.writestr("a.txt", "a")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "content_type", "pages"),
    [
        (pdf(), "application/pdf", 1),
        (pdf(pages=3), "application/pdf", 3),
        (picture(), "image/jpeg", None),
        (picture("PNG"), "image/png", None),
        (picture("WEBP"), "image/webp", None),
    ],
    ids=["pdf", "three pages", "jpeg", "png", "webp"],
)
def test_the_type_is_found_by_content(content, content_type, pages):
    found = inspect(io.BytesIO(content))
    assert (found.content_type, found.pages) == (content_type, pages)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90\x00 program", "file_type"),
        (b"<html><script>alert(1)</script>", "file_type"),
        (archive(), "file_type"),
        (picture("GIF"), "file_type"),
        (b"%PDF-1.7 nothing more", "file_broken"),
        (pdf()[:200], "file_broken"),
        (pdf(script=True), "file_active"),
        (pdf(password="secret"), "file_encrypted"),
        (picture()[:60], "file_type"),
    ],
    ids=[
        "empty",
        "program",
        "html",
        "zip",
        "gif",
        "pdf head only",
        "pdf cut",
        "pdf script",
        "pdf locked",
        "photo cut",
    ],
)
def test_what_is_dangerous_or_broken_is_refused(content, code):
    with pytest.raises(Invalid) as refusal:
        inspect(io.BytesIO(content))
    assert refusal.value.code == code


@pytest.mark.django_db
def test_a_stored_file_is_private_on_disk_and_erasable():
    stored = store(pdf(), name="../../etc/\u202egnp.plan.pdf", at=AT)
    path = Path(settings.PRIVATE_FILES_DIR) / stored.key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stored.name == "gnp.plan.pdf"
    with open_file(stored) as file:
        assert file.read() == pdf_bytes(stored)
    erase(stored, at=AT)
    assert not path.exists()
    with pytest.raises(NotFound):
        open_file(stored)


def pdf_bytes(stored) -> bytes:
    return (Path(settings.PRIVATE_FILES_DIR) / stored.key).read_bytes()


@pytest.mark.django_db
def test_a_name_in_three_scripts_cannot_break_the_header():
    stored = store(picture(), name='تصميم ⴰⵔⵔⴰ plan"\r\nX: y.jpg', at=AT)
    answer = send_file(stored)
    assert "\r" not in answer["Content-Disposition"]
    assert "X" not in answer.headers
    b"".join(answer.streaming_content)
    answer.close()
    erase(stored, at=AT)
