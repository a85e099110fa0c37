"""What a seal does to a document."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pypdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from tests.tracking.signature.conftest import AT, CODE, LEFT_BOX, RIGHT_BOX, draw_pdf
from tracking.signature.errors import (
    AlreadySigned,
    AuthorisationSpent,
    CertificateExpired,
    CertificateNotYetValid,
    NotSignable,
)
from tracking.signature.protocol import SignerRole
from tracking.signature.report import Verdict
from tracking.signature.seal import seal_pdf


def test_a_sealed_document_says_what_the_register_keeps(sealed, president):
    assert sealed.sha256 == hashlib.sha256(sealed.data).hexdigest()
    assert sealed.signed_at == AT
    assert sealed.field_name == "president"
    assert sealed.signer == president.identity
    assert sealed.certificate_fingerprint == president.certificate.fingerprint


def test_a_seal_appends_and_changes_no_byte_of_the_document(sealed, permit):
    assert sealed.data.startswith(permit)


def test_the_signature_is_pades_certifying_and_leaves_room_for_the_commune(sealed):
    (signature,) = PdfFileReader(BytesIO(sealed.data)).embedded_regular_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level is MDPPerm.FILL_FORMS
    assert signature.self_reported_timestamp == AT


def test_the_signed_attributes_are_those_of_pades_in_the_order_of_der(sealed):
    (signature,) = PdfFileReader(BytesIO(sealed.data)).embedded_regular_signatures
    attributes = signature.signer_info["signed_attrs"]
    assert {attribute["type"].native for attribute in attributes} == {
        "content_type",
        "message_digest",
        "signing_certificate_v2",
    }
    encoded = [attribute.dump() for attribute in attributes]
    assert encoded == sorted(encoded)
    certificates = [certificate.dump() for certificate in signature.signed_data["certificates"]]
    assert certificates == sorted(certificates)


def test_the_chain_up_to_the_root_travels_in_the_document_and_is_named_by_the_signature(sealed, president):
    (signature,) = PdfFileReader(BytesIO(sealed.data)).embedded_regular_signatures
    assert {certificate.dump() for certificate in signature.other_embedded_certs} == set(president.certificate.issuers)
    (attribute,) = [a for a in signature.signer_info["signed_attrs"] if a["type"].native == "signing_certificate_v2"]
    hashes = [entry["cert_hash"].native for entry in attribute["values"][0]["certs"]]
    chain = (president.certificate.der, *president.certificate.issuers)
    assert hashes == [hashlib.sha256(der).digest() for der in chain]


def test_the_moment_of_signature_is_the_callers_in_any_zone(permit, president, seal, check):
    casablanca_in_ramadan = timezone(timedelta(hours=0))
    moment = datetime(2026, 5, 4, 9, 0, tzinfo=casablanca_in_ramadan)
    report = check(seal(permit, president, signed_at=moment).data)
    assert report.signatures[0].signed_at == datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_the_stamp_is_drawn_and_no_english_sentence_ever_is(permit, president, stamp, seal):
    def words(data: bytes) -> str:
        page = pypdf.PdfReader(BytesIO(data)).pages[0]
        widgets = [note.get_object() for note in page["/Annots"]]
        streams = [widget["/AP"]["/N"].get_object() for widget in widgets]
        inner = [x.get_object() for s in streams for x in (s.get("/Resources", {}).get("/XObject", {}) or {}).values()]
        return b" ".join(stream.get_data() for stream in [*streams, *inner]).decode("latin-1")

    assert "STAMP" in words(seal(permit, president, box=RIGHT_BOX, stamp=stamp).data)
    assert "igned" not in words(seal(permit, president, box=RIGHT_BOX).data)


def test_a_signature_without_a_box_does_not_show(permit, president, seal):
    page = pypdf.PdfReader(BytesIO(seal(permit, president).data)).pages[0]
    assert all(note.get_object()["/Rect"] == [0, 0, 0, 0] for note in page.get("/Annots", []))


def test_the_presidents_signature_stays_whole_under_the_communes_visible_seal(sealed_twice, check):
    report = check(sealed_twice.data)
    assert report.verdict is Verdict.INTACT
    assert [(found.role, found.verdict) for found in report.signatures] == [
        (SignerRole.PRESIDENT, Verdict.INTACT),
        (SignerRole.COMMUNE_SEAL, Verdict.INTACT),
    ]
    assert [found.certifies for found in report.signatures] == [True, False]
    assert [found.covers_whole_file for found in report.signatures] == [False, True]


def test_an_invisible_seal_needs_no_reserved_place(permit, president, commune_seal, seal, check):
    first = seal(permit, president)
    assert check(seal(first.data, commune_seal, field_name="commune").data).verdict is Verdict.INTACT


def test_a_visible_seal_without_a_reserved_place_would_break_the_certification(
    permit, president, commune_seal, seal, check
):
    first = seal(permit, president)
    second = seal(first.data, commune_seal, field_name="commune", box=LEFT_BOX)
    assert check(second.data).verdict is Verdict.ALTERED


def test_a_document_is_not_signed_twice_in_the_same_field(sealed, president, seal):
    with pytest.raises(AlreadySigned) as refusal:
        seal(sealed.data, president)
    assert refusal.value.data == {"field_name": "president"}


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"not a document", b"\x00" * 5000, b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF"],
)
def test_what_is_no_pdf_is_refused(data, president, seal):
    with pytest.raises(NotSignable):
        seal(data, president)


def test_a_stamp_that_is_no_pdf_is_refused(permit, president, seal):
    with pytest.raises(NotSignable):
        seal(permit, president, box=RIGHT_BOX, stamp=b"not a document")


def test_a_certificate_that_expired_after_unlocking_signs_nothing(permit, authority):
    short = authority.issue("short", valid_from=AT - timedelta(days=1), valid_until=AT + timedelta(hours=1))
    with short.unlock(CODE, at=AT) as session:
        with pytest.raises(CertificateExpired):
            seal_pdf(permit, signer=session, field_name="p", reason="", location="", signed_at=AT + timedelta(hours=2))
        with pytest.raises(CertificateNotYetValid):
            seal_pdf(permit, signer=session, field_name="p", reason="", location="", signed_at=AT - timedelta(days=2))


def test_one_authorisation_covers_the_batch_it_was_given_for_and_no_more(president, check):
    with president.unlock(CODE, at=AT, signatures=3) as session:

        def sign(number: int) -> bytes:
            return seal_pdf(
                draw_pdf(str(number)), signer=session, field_name="p", reason="", location="", signed_at=AT
            ).data

        assert all(check(sign(number)).is_intact for number in range(3))
        with pytest.raises(AuthorisationSpent):
            sign(4)


def test_a_session_signs_nothing_after_its_end(permit, president):
    with president.unlock(CODE, at=AT, signatures=5) as session:
        pass
    with pytest.raises(AuthorisationSpent):
        seal_pdf(permit, signer=session, field_name="p", reason="", location="", signed_at=AT)


def test_an_rsa_key_signs_as_well(permit, rsa_president, seal, check):
    assert check(seal(permit, rsa_president).data).is_intact


def test_sealing_and_checking_work_where_an_event_loop_runs(permit, president, seal, check, running_loop):
    assert running_loop(lambda: check(seal(permit, president).data)).is_intact
