"""Files are judged by what they are, and kept where no address leads."""

import io
import stat
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import sleep

import pikepdf
import pytest
from django.conf import settings
from PIL import Image, ImageFile, PngImagePlugin

from portal.kernel.errors import Invalid, NotFound
from portal.kernel.files import erase, inspect, open_file, send_file, store

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


def pdf(*, pages=1, script=False, password="") -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    target = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else False
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


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
ADDRESS = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")


def with_annotation(document, **entries) -> None:
    annotation = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **entries)
    document.pages[0].Annots = pikepdf.Array([annotation])


def with_link(document, action) -> None:
    with_annotation(document, Subtype=pikepdf.Name.Link, A=action)


def with_attachment(document) -> None:
    file = pikepdf.Dictionary(F="a.exe", EF=pikepdf.Dictionary(F=document.make_stream(b"MZ")))
    with_annotation(document, Subtype=pikepdf.Name.FileAttachment, FS=file)


def with_stream_for_dictionary(document) -> None:
    stream = document.make_stream(b"", Subtype=pikepdf.Name.Link, A=SCRIPT)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(stream)])


HIDDEN = {
    "link": lambda document: with_link(document, SCRIPT),
    "second of a chain": lambda document: with_link(
        document, pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org", Next=[SCRIPT])
    ),
    "launch": lambda document: with_link(document, pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")),
    "form that sends": lambda document: with_link(
        document, pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://example.org")
    ),
    "page opened": lambda document: setattr(document.pages[0], "AA", pikepdf.Dictionary(O=SCRIPT)),
    "field typed into": lambda document: setattr(
        document.Root,
        "AcroForm",
        pikepdf.Dictionary(Fields=[pikepdf.Dictionary(T="x", AA=pikepdf.Dictionary(K=SCRIPT))]),
    ),
    "names": lambda document: setattr(
        document.Root,
        "Names",
        pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", SCRIPT])),
    ),
    "attachment": with_attachment,
    "rich media": lambda document: with_annotation(document, Subtype=pikepdf.Name.RichMedia),
    "stream": with_stream_for_dictionary,
    "address fetched when the page opens": lambda document: setattr(
        document.pages[0], "AA", pikepdf.Dictionary(O=ADDRESS)
    ),
    "address fetched when an annotation shows": lambda document: with_annotation(
        document, AA=document.make_indirect(pikepdf.Dictionary(PO=ADDRESS))
    ),
    "address after the page it opens at": lambda document: setattr(
        document.Root,
        "OpenAction",
        pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[document.pages[0].obj, pikepdf.Name.Fit], Next=ADDRESS),
    ),
    "opening kept in a stream": lambda document: setattr(
        document.Root, "OpenAction", document.make_stream(b"", S=pikepdf.Name.URI, URI="https://example.org")
    ),
    "file of another computer": lambda document: with_link(
        document, pikepdf.Dictionary(S=pikepdf.Name.GoToR, F="//example.org/share/a.pdf", D=[0, pikepdf.Name.Fit])
    ),
}


def changed_pdf(change) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.mark.parametrize("change", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_program_is_found_wherever_the_tree_hides_it(change):
    with pytest.raises(Invalid) as refusal:
        inspect(io.BytesIO(changed_pdf(change)))
    assert refusal.value.code == "file_active"


def test_a_name_spelt_with_escapes_is_the_same_name():
    written = changed_pdf(HIDDEN["link"]).replace(b"/JavaScript", b"/Java#53cript").replace(b"/JS ", b"/J#53 ")
    with pytest.raises(Invalid) as refusal:
        inspect(io.BytesIO(written))
    assert refusal.value.code == "file_active"


def test_what_a_person_wrote_is_no_program():
    def write(document):
        document.docinfo["/Title"] = "Dossier /EF, annexe (/JS) et /Launch"
        with_link(document, pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/JS"))

    assert inspect(io.BytesIO(changed_pdf(write))).pages == 1


@pytest.mark.parametrize("key", ["AcroForm", "Names", "Pages", "OpenAction", "AA"])
@pytest.mark.parametrize("value", [5, pikepdf.Array([1]), pikepdf.String("x")], ids=["number", "list", "text"])
def test_a_tree_of_the_wrong_shape_is_judged_not_crashed_on(key, value):
    content = changed_pdf(lambda document: document.Root.__setitem__(f"/{key}", value))
    with suppress(Invalid):
        assert inspect(io.BytesIO(content)).pages == 1


def test_large_pictures_wait_for_each_other_rather_than_fill_the_memory(monkeypatch):
    counting, now, most = Lock(), 0, 0
    load = ImageFile.ImageFile.load

    def counted(picture):
        nonlocal now, most
        with counting:
            now += 1
            most = max(most, now)
        try:
            sleep(0.05)
            return load(picture)
        finally:
            with counting:
                now -= 1

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", counted)
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda content: inspect(io.BytesIO(content)), [picture("PNG")] * 8))
    assert 1 <= most <= 2


def swollen_pdf(megabytes: int) -> bytes:
    """A small file whose object stream swells to `megabytes`."""
    packed = zlib.compress(b"3 0 << /Type /Pages /Kids [4 0 R] /Count 1 >>" + b" " * (megabytes * 1024 * 1024), 9)
    parts = [
        b"%PDF-1.5\n",
        b"1 0 obj\n<< /Type /Catalog /Pages 3 0 R >>\nendobj\n",
        b"4 0 obj\n<< /Type /Page /Parent 3 0 R /MediaBox [0 0 9 9] >>\nendobj\n",
        b"2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\nendobj\n"
        % (len(packed), packed),
    ]
    catalog, page, packing, table = (sum(map(len, parts[:count])) for count in range(1, 5))
    rows = ((0, 0, 255), (1, catalog, 0), (1, packing, 0), (2, 2, 0), (1, page, 0), (1, table, 0))
    cells = b"".join(bytes([kind]) + place.to_bytes(4, "big") + bytes([more]) for kind, place, more in rows)
    head = b"5 0 obj\n<< /Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(cells)
    return b"".join([*parts, head, cells, b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table])


def test_a_pdf_that_swells_is_refused_before_it_fills_the_memory():
    assert inspect(io.BytesIO(swollen_pdf(1))).pages == 1
    with pytest.raises(Invalid) as refusal:
        inspect(io.BytesIO(swollen_pdf(80)))
    assert refusal.value.code == "file_broken"


def test_a_pdf_that_only_opens_at_a_page_is_accepted_and_one_that_opens_an_address_is_not():
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[document.pages[0].obj, pikepdf.Name.Fit])
    target = io.BytesIO()
    document.save(target)
    assert inspect(target).pages == 1
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")
    target = io.BytesIO()
    document.save(target)
    with pytest.raises(Invalid) as refusal:
        inspect(target)
    assert refusal.value.code == "file_active"


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
    assert stored.key.rpartition("/")[2] not in answer["Content-Disposition"]
    b"".join(answer.streaming_content)
    answer.close()
    erase(stored, at=AT)


def test_a_phones_picture_with_a_second_one_behind_is_a_jpeg():
    target = io.BytesIO()
    first, second = Image.new("RGB", (40, 30), "white"), Image.new("RGB", (20, 15), "white")
    first.save(target, "MPO", save_all=True, append_images=[second])
    with Image.open(io.BytesIO(target.getvalue())) as read:
        assert read.format == "MPO"
    assert inspect(io.BytesIO(target.getvalue())).content_type == "image/jpeg"


@pytest.mark.django_db
def test_a_file_is_taken_under_its_own_name():
    stored = store(picture(), name="permit-2-2026.jpg", at=AT)
    answer = send_file(stored, as_attachment=True)
    assert answer["Content-Disposition"] == 'attachment; filename="permit-2-2026.jpg"'
    b"".join(answer.streaming_content)
    answer.close()
    erase(stored, at=AT)
