"""A document changed after it was signed, in its bytes, its signature or a later revision, is never intact."""

from __future__ import annotations

from io import BytesIO

import pytest
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import ByteStringObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from reportlab.pdfgen.canvas import Canvas

from tests.tracking.signature.conftest import draw_pdf
from tracking.signature.report import Problem, Verdict


def add_revision(data: bytes, change) -> bytes:
    """`data` with one more revision, in which `change(writer)` was made."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def change_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(180)
    writer.update_container(page)


def change_title(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Lang"] = ByteStringObject(b"fr")
    writer.update_root()


def hide_signatures(writer: IncrementalPdfFileWriter) -> None:
    del writer.root[NameObject("/AcroForm")]
    writer.update_root()


@pytest.mark.parametrize("mask", [0x01, 0x20, 0xFF])
def test_one_byte_changed_anywhere_is_never_intact(mask, sealed, check):
    # Each mask walks its own positions, some 170 in all; the last bytes are taken whole.
    positions = [*range(mask % 97, len(sealed.data), 211), *range(len(sealed.data) - 12, len(sealed.data))]
    verdicts = set()
    for position in positions:
        changed = bytearray(sealed.data)
        changed[position] ^= mask
        report = check(bytes(changed))
        assert report.verdict in {Verdict.ALTERED, Verdict.UNREADABLE}, position
        verdicts.add(report.verdict)
    assert Verdict.ALTERED in verdicts


def test_a_byte_changed_in_the_page_is_laid_at_the_signed_revision(sealed, permit, check):
    changed = bytearray(sealed.data)
    changed[permit.index(b"/MediaBox") + 14] ^= 1
    report = check(bytes(changed))
    assert (report.verdict, report.problem, report.altered_revision) == (Verdict.ALTERED, Problem.CONTENT_CHANGED, 2)


def test_every_byte_of_the_certificates_beside_the_signers_is_covered(sealed, president, check):
    issuer = president.certificate.issuers[0].hex().upper().encode()
    place = sealed.data.index(issuer)
    for offset in range(0, len(issuer), 41):
        changed = bytearray(sealed.data)
        changed[place + offset] = ord("0") if changed[place + offset] != ord("0") else ord("1")
        assert check(bytes(changed)).verdict is Verdict.ALTERED, offset


def test_padding_of_the_signature_hides_nothing(sealed, check):
    (signature,) = PdfFileReader(BytesIO(sealed.data)).embedded_regular_signatures
    end = int(signature.byte_range[2])
    changed = bytearray(sealed.data)
    changed[end - 3 : end - 1] = b"2A"
    assert check(bytes(changed)).problem is Problem.SIGNATURE_DAMAGED


@pytest.mark.parametrize(
    ("occurrence", "old", "new"),
    [
        (0, "020101", "020100"),  # version of the SignedData
        (-1, "020101", "020100"),  # version of the SignerInfo
        (0, "0609608648016503040201", "0609608648016503040202"),  # digest algorithms: SHA-384 for SHA-256
        (-1, "547572616774", "745572616774"),  # the issuer named beside the signature: "tUragt"
        (0, "06092A864886F70D010702", "06092A864886F70D010703"),  # signedData: envelopedData
    ],
)
def test_an_unsigned_label_changed_in_the_signature_breaks_it(occurrence, old, new, sealed, check):
    (signature,) = PdfFileReader(BytesIO(sealed.data)).embedded_regular_signatures
    _, start, end, _ = (int(place) for place in signature.byte_range)
    parts = sealed.data[start:end].split(old.encode())
    assert len(parts) > 1
    cut = 1 if occurrence == 0 else len(parts) - 1
    changed = old.encode().join(parts[:cut]) + new.encode() + old.encode().join(parts[cut:])
    report = check(sealed.data[:start] + changed + sealed.data[end:])
    assert (report.verdict, report.problem) == (Verdict.ALTERED, Problem.SIGNATURE_DAMAGED)


@pytest.mark.parametrize("change", [change_page, change_title])
def test_a_later_revision_that_changes_the_document_is_named(change, sealed, sealed_twice, check):
    once = check(add_revision(sealed.data, change))
    assert (once.verdict, once.problem, once.altered_revision, once.revisions) == (
        Verdict.ALTERED,
        Problem.LATER_CHANGE,
        3,
        3,
    )
    twice = check(add_revision(sealed_twice.data, change))
    assert (twice.verdict, twice.problem, twice.altered_revision) == (Verdict.ALTERED, Problem.LATER_CHANGE, 4)
    assert {found.verdict for found in twice.signatures} == {Verdict.ALTERED}


def test_a_change_between_two_signatures_is_found_under_the_second(sealed, commune_seal, seal, check):
    # Only pyHanko's policy for later revisions stands between a true signature and a forged middle.
    forged = add_revision(sealed.data, change_page)
    report = check(seal(forged, commune_seal, field_name="commune").data)
    assert (report.verdict, report.altered_revision) == (Verdict.ALTERED, 3)
    assert report.signatures[0].verdict is Verdict.ALTERED


def draw_into_reserved_box(writer: IncrementalPdfFileWriter) -> None:
    """Put a picture into the place kept for the commune's seal, without any signature."""
    fields = [reference.get_object() for reference in writer.root["/AcroForm"]["/Fields"]]
    (field,) = [field for field in fields if field["/T"] == "commune"]
    content = RawContent(b"0 0 220 80 re f", box=BoxConstraints(width=220, height=80))
    field["/AP"] = DictionaryObject({NameObject("/N"): writer.add_object(content.as_form_xobject())})
    writer.update_container(field)


def add_visible_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("another", box=(10, 10, 50, 50)))


@pytest.mark.parametrize("change", [draw_into_reserved_box, add_visible_field])
def test_a_picture_added_after_the_last_signature_is_a_change(change, sealed, check):
    report = check(add_revision(sealed.data, change))
    assert (report.verdict, report.problem, report.altered_revision) == (Verdict.ALTERED, Problem.LATER_CHANGE, 3)


def test_a_form_filled_under_the_signature_is_a_change(president, seal, check):
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(50, 750, "Superficie")
    canvas.acroForm.textfield(name="area", value="42", x=50, y=700)
    canvas.save()
    form = seal(buffer.getvalue(), president)

    def fill(writer: IncrementalPdfFileWriter) -> None:
        fields = [reference.get_object() for reference in writer.root["/AcroForm"]["/Fields"]]
        (field,) = [field for field in fields if field["/T"] == "area"]
        field["/V"] = TextStringObject("900")
        writer.update_container(field)

    assert check(form.data).is_intact
    report = check(add_revision(form.data, fill))
    assert (report.verdict, report.problem, report.altered_revision) == (Verdict.ALTERED, Problem.LATER_CHANGE, 3)


@pytest.mark.parametrize("tail", [b"\n", b"% one more line\n", b"% one more line\n%%EOF\n", b"\x00" * 40])
def test_bytes_appended_after_the_end_are_found(tail, sealed, sealed_twice, check):
    assert check(sealed.data + tail).verdict in {Verdict.ALTERED, Verdict.UNREADABLE}
    assert check(sealed_twice.data + tail).verdict in {Verdict.ALTERED, Verdict.UNREADABLE}


def test_what_stands_behind_the_last_revision_is_laid_at_one_more(sealed, check):
    report = check(sealed.data + b"% one more line\n")
    assert (report.problem, report.altered_revision, report.revisions) == (Problem.LATER_CHANGE, 3, 2)


def test_a_signature_taken_out_by_an_update_leaves_traces(sealed, check):
    report = check(add_revision(sealed.data, hide_signatures))
    assert (report.verdict, report.problem) == (Verdict.ALTERED, Problem.SIGNATURE_REMOVED)


def test_a_signature_cut_off_leaves_an_unsigned_document(sealed, permit, check):
    assert check(sealed.data[: len(permit)]).verdict is Verdict.UNSIGNED


def test_the_second_signature_cut_off_leaves_the_first_intact(sealed, sealed_twice, check):
    report = check(sealed_twice.data[: len(sealed.data)])
    assert report.is_intact
    assert len(report.signatures) == 1


def test_a_signature_moved_onto_another_document_is_broken(sealed, check):
    other = draw_pdf("Permis de construire", "Superficie : 900 m2")
    original = draw_pdf("Permis de refection 085770111-U6-2026-000123-K7", "Superficie : 42 m2")
    assert check(other + sealed.data[len(original) :]).verdict in {Verdict.ALTERED, Verdict.UNREADABLE}
