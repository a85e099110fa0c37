"""What a check says of a document and its signers: who is known, when, and who is not."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from tests.tracking.signature.conftest import AT, CODE, COMMUNE
from tracking.signature.authority import ensure_authority, issue_certificate, open_signer, revoke_certificate, trust
from tracking.signature.protocol import SignerRole
from tracking.signature.report import Problem, Verdict


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
