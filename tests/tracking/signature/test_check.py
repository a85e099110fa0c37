"""What a check says of a document that somebody brings."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import ByteStringObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from reportlab.pdfgen.canvas import Canvas

from tests.tracking.signature.conftest import AT, CODE, COMMUNE, draw_pdf
from tracking.signature.authority import ensure_authority, issue_certificate, open_signer, revoke_certificate, trust
from tracking.signature.protocol import SignerRole
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


def test_an_untouched_permit_is_intact_and_names_its_signer(sealed, president, check):
    report = check(sealed.data)
    assert report.is_intact
    assert (report.verdict, report.problem, report.revisions, report.altered_revision) == (
        Verdict.INTACT,
        Problem.NONE,
        2,
        None,
    )
    assert (report.sha256, report.size) == (sealed.sha256, len(sealed.data))
    (found,) = report.signatures
    assert found.role is SignerRole.PRESIDENT
    assert found.signer_name_ar == "رئيس مجلس جماعة تنغير"
    assert found.signer_name_fr == "Président du conseil de la commune de Tinghir"
    assert found.commune_code == COMMUNE
    assert found.signed_at == AT
    assert found.certificate_fingerprint == president.certificate.fingerprint
    assert found.certificate_until == president.certificate.valid_until
    assert (found.revision, found.covers_whole_file, found.certifies) == (2, True, True)
    assert found.revoked_on is None


def test_a_document_nobody_signed_is_unsigned(permit, check):
    report = check(permit)
    assert (report.verdict, report.problem, report.revisions, report.signatures) == (
        Verdict.UNSIGNED,
        Problem.NONE,
        1,
        (),
    )


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


def test_a_signer_of_another_authority_is_unknown_and_none_of_its_words_are_repeated(tmp_path, permit, seal, check):
    ensure_authority(tmp_path, at=AT)
    issue_certificate(
        tmp_path,
        name="p",
        subject_ar="رئيس مجلس جماعة تنغير",
        subject_fr="Le faux",
        role=SignerRole.PRESIDENT,
        commune_code=COMMUNE,
        passphrase="482913",
        at=AT,
    )
    report = check(seal(permit, open_signer(tmp_path, "p")).data)
    assert (report.verdict, report.problem, report.altered_revision) == (
        Verdict.UNKNOWN_SIGNER,
        Problem.NOT_TRUSTED,
        None,
    )
    (found,) = report.signatures
    assert (found.role, found.signer_name_ar, found.signer_name_fr, found.commune_code) == (None, "", "", "")
    assert found.certificate_until is None
    assert found.signed_at == AT


def test_without_any_root_nobody_is_known(sealed, check):
    assert check(sealed.data, trust_roots=()).verdict is Verdict.UNKNOWN_SIGNER


def test_dates_of_an_unknown_certificate_are_not_its_fault(tmp_path, permit, seal, check, monkeypatch):
    ensure_authority(tmp_path, at=AT)
    issue_certificate(
        tmp_path,
        name="p",
        subject_ar="غريب",
        subject_fr="Inconnu",
        role=SignerRole.PRESIDENT,
        commune_code=COMMUNE,
        passphrase=CODE,
        at=AT,
        valid_from=AT - timedelta(days=20),
        valid_until=AT - timedelta(days=10),
    )
    monkeypatch.setattr("tracking.signature.software.require_in_force", lambda certificate, *, at: None)
    monkeypatch.setattr("tracking.signature.seal.require_in_force", lambda certificate, *, at: None)
    assert check(seal(permit, open_signer(tmp_path, "p")).data).problem is Problem.NOT_TRUSTED


def test_a_stranger_who_signs_after_the_president_makes_the_whole_doubtful(sealed, tmp_path, seal, check):
    ensure_authority(tmp_path, at=AT)
    issue_certificate(
        tmp_path,
        name="p",
        subject_ar="غريب",
        subject_fr="Inconnu",
        role=SignerRole.COMMUNE_SEAL,
        commune_code=COMMUNE,
        passphrase="482913",
        at=AT,
    )
    report = check(seal(sealed.data, open_signer(tmp_path, "p"), field_name="commune").data)
    assert report.verdict is Verdict.UNKNOWN_SIGNER
    assert [found.verdict for found in report.signatures] == [Verdict.INTACT, Verdict.UNKNOWN_SIGNER]


def test_a_certificate_expired_since_does_not_undo_its_signatures(permit, authority, seal, check):
    signer = authority.issue("two-years", valid_from=AT - timedelta(days=1), valid_until=AT + timedelta(days=730))
    later = AT + timedelta(days=4000)
    report = check(seal(permit, signer).data, at=later)
    assert report.is_intact
    assert report.signatures[0].certificate_until < later


def test_a_signature_that_claims_a_moment_to_come_is_not_believed(permit, president, seal, check):
    sealed = seal(permit, president, signed_at=AT + timedelta(days=2))
    assert check(sealed.data, at=AT).problem is Problem.SIGNED_IN_THE_FUTURE
    assert check(sealed.data, at=AT + timedelta(days=2) - timedelta(minutes=4)).is_intact


@pytest.mark.parametrize(
    ("begins", "ends", "problem"),
    [(10, 20, Problem.CERTIFICATE_NOT_YET_VALID), (-20, -10, Problem.CERTIFICATE_EXPIRED)],
)
def test_a_certificate_outside_its_dates_proves_nobody(
    begins, ends, problem, permit, authority, seal, check, monkeypatch
):
    signer = authority.issue(
        f"dates{begins}", valid_from=AT + timedelta(days=begins), valid_until=AT + timedelta(days=ends)
    )
    # Our own sealing refuses such a certificate; another's software would not.
    monkeypatch.setattr("tracking.signature.software.require_in_force", lambda certificate, *, at: None)
    monkeypatch.setattr("tracking.signature.seal.require_in_force", lambda certificate, *, at: None)
    report = check(seal(permit, signer).data)
    assert (report.verdict, report.problem) == (Verdict.UNKNOWN_SIGNER, problem)
    assert report.signatures[0].role is None


@pytest.mark.parametrize(
    ("revoked_after", "key_compromised", "verdict"),
    [
        (timedelta(days=-1), False, Verdict.UNKNOWN_SIGNER),
        (timedelta(days=30), False, Verdict.INTACT),
        (timedelta(days=30), True, Verdict.UNKNOWN_SIGNER),
    ],
    ids=["before signing", "office ended later", "key stolen later"],
)
def test_revocation(revoked_after, key_compromised, verdict, tmp_path, permit, seal, check):
    ensure_authority(tmp_path, at=AT)
    issue_certificate(
        tmp_path,
        name="p",
        subject_ar="رئيس",
        subject_fr="Président",
        role=SignerRole.PRESIDENT,
        commune_code=COMMUNE,
        passphrase="482913",
        at=AT - timedelta(days=10),
    )
    signer = open_signer(tmp_path, "p")
    sealed = seal(permit, signer)
    revoke_certificate(tmp_path, signer.certificate, at=AT + revoked_after, key_compromised=key_compromised)
    roots, crls = trust(tmp_path)
    report = check(sealed.data, trust_roots=roots, crls=crls, at=AT + timedelta(days=60))
    assert report.verdict is verdict
    assert report.signatures[0].revoked_on == AT + revoked_after
    assert report.problem is (Problem.NONE if verdict is Verdict.INTACT else Problem.CERTIFICATE_REVOKED)


def test_a_revocation_list_of_another_authority_revokes_nobody(tmp_path, sealed, president, check):
    ensure_authority(tmp_path, at=AT)
    revoke_certificate(tmp_path, president.certificate, at=AT - timedelta(days=1))
    assert check(sealed.data, crls=trust(tmp_path)[1]).is_intact


def test_a_crowd_of_signatures_is_not_looked_at(sealed_twice, check, monkeypatch):
    monkeypatch.setattr("tracking.signature.check.MAX_SIGNATURES", 1)
    report = check(sealed_twice.data)
    assert (report.verdict, report.problem) == (Verdict.UNREADABLE, Problem.TOO_MANY_SIGNATURES)


def time_stamper(signer) -> DummyTimeStamper:
    """A time-stamping authority for the test, with the key of `signer`."""
    with signer.unlock(CODE, at=AT) as session:
        (certificate,) = load_certs_from_pemder_data(signer.certificate.der)
        key = translate_pyca_cryptography_key_to_asn1(session.engine._key)
        return DummyTimeStamper(tsa_cert=certificate, tsa_key=key)


def test_a_document_time_stamp_leaves_the_signature_intact(sealed, rsa_president, check):
    stamped = PdfTimeStamper(time_stamper(rsa_president)).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(sealed.data)), "sha256"
    )
    report = check(stamped.getvalue())
    assert report.is_intact
    assert (report.revisions, len(report.signatures), report.signatures[0].covers_whole_file) == (3, 1, False)


def test_a_time_stamp_alone_is_no_signature(permit, rsa_president, check):
    stamped = PdfTimeStamper(time_stamper(rsa_president)).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(permit)), "sha256"
    )
    assert check(stamped.getvalue()).verdict is Verdict.UNSIGNED


def test_no_identity_number_of_a_certificate_is_repeated_or_logged(permit, authority, seal, check, caplog):
    caplog.set_level(0)
    signer = authority.issue("named", subject_ar="AMINE EL ALAMI BE123456", subject_fr="BE123456 AMINE EL ALAMI")
    sealed = seal(permit, signer)
    for roots in (authority.roots, ()):
        report = check(sealed.data, trust_roots=roots)
        assert "123456" not in str(report)
    assert check(sealed.data).signatures[0].signer_name_ar == "AMINE EL ALAMI"
    assert "123456" not in caplog.text


def test_a_report_can_not_be_changed_and_holds_plain_values(sealed, check):
    report = check(sealed.data)
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.verdict = Verdict.ALTERED
    assert dataclasses.asdict(report)["signatures"][0]["role"] == "president"
