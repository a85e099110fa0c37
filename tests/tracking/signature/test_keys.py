"""Keys and certificates: how the demonstration's authority makes them, and when one may sign."""

from __future__ import annotations

import stat
import threading
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from tests.tracking.signature.conftest import AT, CODE, COMMUNE
from tracking.signature.authority import (
    CRL_DAYS,
    ensure_authority,
    issue_certificate,
    open_signer,
    revoke_certificate,
    trust,
)
from tracking.signature.certificates import (
    read_facts,
    require_in_force,
    require_not_revoked,
    require_role,
    without_identity_number,
)
from tracking.signature.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    KeyDamaged,
    KeyMissing,
    NameRefused,
    TokenUnavailable,
    WrongCommune,
    WrongRole,
    WrongSigningCode,
)
from tracking.signature.protocol import Signer, SignerRole

ISSUE = {
    "name": "p",
    "subject_ar": "رئيس",
    "subject_fr": "Président",
    "role": SignerRole.PRESIDENT,
    "commune_code": COMMUNE,
    "passphrase": CODE,
    "at": AT,
}


def everything(directory):
    return {path.relative_to(directory): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_the_authority_is_made_once(tmp_path):
    ensure_authority(tmp_path, at=AT)
    before = everything(tmp_path)
    ensure_authority(tmp_path, at=AT + timedelta(days=1))
    assert everything(tmp_path) == before


def test_two_processes_that_start_at_once_make_one_authority(tmp_path):
    threads = [threading.Thread(target=ensure_authority, args=(tmp_path,), kwargs={"at": AT}) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "authority"]
    assert len(trust(tmp_path)[0]) == 1


def test_keys_are_readable_by_their_owner_only(authority, president):
    for path in authority.directory.rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        if path.name != ".lock":
            assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_a_signers_key_is_encrypted_at_rest(authority, president):
    data = (authority.directory / "signers" / "president" / "key.p12").read_bytes()
    with pytest.raises(ValueError, match="Invalid password"):
        pkcs12.load_pkcs12(data, None)
    opened = pkcs12.load_pkcs12(data, CODE.encode())
    secret = opened.key.private_numbers().private_value.to_bytes(32)
    assert secret not in data


def test_certificates_say_that_they_are_a_demonstration(authority, president):
    subject = x509.load_der_x509_certificate(president.certificate.der).subject.rfc4514_string()
    assert "O=Turagt demonstration" in subject
    assert "OU=Sans valeur juridique" in subject


def test_a_signer_is_a_signer_of_the_protocol_and_names_commune_and_role(president):
    assert isinstance(president, Signer)
    identity = president.identity
    assert (identity.role, identity.commune_code) == (SignerRole.PRESIDENT, COMMUNE)
    assert identity.display_name("ar") == identity.display_name("zgh") == "رئيس مجلس جماعة تنغير"
    assert identity.display_name("fr") == "Président du conseil de la commune de Tinghir"


def test_a_certificate_is_issued_once_a_name(tmp_path):
    ensure_authority(tmp_path, at=AT)
    issue_certificate(tmp_path, **ISSUE)
    before = everything(tmp_path)
    issue_certificate(tmp_path, **(ISSUE | {"subject_fr": "Un autre"}))
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", ["رئيس Tinghir", "", "  "])
@pytest.mark.parametrize("field", ["subject_ar", "subject_fr"])
def test_a_name_in_two_scripts_is_refused(field, name, tmp_path):
    ensure_authority(tmp_path, at=AT)
    with pytest.raises(NameRefused):
        issue_certificate(tmp_path, **(ISSUE | {field: name}))


def test_nothing_is_issued_without_an_authority(tmp_path):
    with pytest.raises(KeyMissing):
        issue_certificate(tmp_path, **ISSUE)
    assert not (tmp_path / "signers").exists()


def test_the_trust_of_a_folder_is_its_root_and_its_list(authority):
    roots, crls = trust(authority.directory)
    assert [x509.load_der_x509_certificate(root).subject for root in roots] == [
        x509.load_der_x509_certificate(root).issuer for root in roots
    ]
    assert (len(roots), len(crls)) == (1, 1)


def test_trust_without_an_authority_is_refused(tmp_path):
    with pytest.raises(KeyMissing):
        trust(tmp_path)


@pytest.mark.parametrize("code", ["", "000000", "482914", "٤٨٢٩١٣", "\ud800"])
def test_a_wrong_signing_code_is_refused(code, president):
    with pytest.raises(WrongSigningCode) as refusal, president.unlock(code, at=AT):
        pass
    assert refusal.value.status == 400


def test_a_missing_key_is_said_so(tmp_path, authority):
    with pytest.raises(KeyMissing):
        open_signer(tmp_path, "nobody")
    signer = authority.issue("lost")
    (authority.directory / "signers" / "lost" / "key.p12").unlink()
    with pytest.raises(TokenUnavailable), signer.unlock(CODE, at=AT):
        pass
    with pytest.raises(KeyMissing):
        open_signer(authority.directory, "lost")


@pytest.mark.parametrize("damage", [lambda data: data[:100], lambda data: b"", lambda data: b"noise" * 20])
def test_a_damaged_key_is_told_apart_from_a_wrong_code(damage, authority):
    signer = authority.issue("damaged")
    path = authority.directory / "signers" / "damaged" / "key.p12"
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    with pytest.raises(KeyDamaged), signer.unlock(CODE, at=AT):
        pass
    path.write_bytes(whole)


def test_a_key_of_another_certificate_is_not_used(tmp_path):
    ensure_authority(tmp_path, at=AT)
    one, other = (issue_certificate(tmp_path, **(ISSUE | {"name": name})) for name in ("one", "other"))
    (one / "key.p12").write_bytes((other / "key.p12").read_bytes())
    with pytest.raises(KeyDamaged), open_signer(tmp_path, "one").unlock(CODE, at=AT):
        pass


def test_a_certificate_file_that_is_none_is_damaged(tmp_path):
    ensure_authority(tmp_path, at=AT)
    folder = issue_certificate(tmp_path, **ISSUE)
    (folder / "certificate.pem").write_bytes(b"noise")
    with pytest.raises(KeyDamaged):
        open_signer(tmp_path, "p")


@pytest.mark.parametrize(
    ("begins", "ends", "refusal"),
    [(-2, -1, CertificateExpired), (1, 2, CertificateNotYetValid), (-1, 1, None), (0, 1, None), (-1, 0, None)],
)
def test_a_certificate_signs_within_its_dates_both_included(begins, ends, refusal, authority):
    signer = authority.issue(
        f"from{begins}to{ends}", valid_from=AT + timedelta(days=begins), valid_until=AT + timedelta(days=ends)
    )
    if refusal is None:
        require_in_force(signer.certificate, at=AT)
        with signer.unlock(CODE, at=AT):
            pass
    else:
        with pytest.raises(refusal):
            require_in_force(signer.certificate, at=AT)
        with pytest.raises(refusal), signer.unlock(CODE, at=AT):
            pass


def test_only_the_roles_asked_for_may_sign(president, commune_seal):
    deciders = {SignerRole.PRESIDENT, SignerRole.DELEGATE}
    require_role(president.identity, roles=deciders, commune_code=COMMUNE)
    with pytest.raises(WrongRole) as refusal:
        require_role(commune_seal.identity, roles=deciders, commune_code=COMMUNE)
    assert refusal.value.data == {"role": "commune_seal"}


def test_the_president_of_another_commune_may_not_sign(president):
    with pytest.raises(WrongCommune):
        require_role(president.identity, roles={SignerRole.PRESIDENT}, commune_code="08577011300")


def test_a_revoked_certificate_is_refused_and_stays_revoked_when_the_list_is_renewed(tmp_path):
    ensure_authority(tmp_path, at=AT)
    issue_certificate(tmp_path, **ISSUE)
    certificate = open_signer(tmp_path, "p").certificate
    require_not_revoked(certificate, crls=trust(tmp_path)[1])
    revoke_certificate(tmp_path, certificate, at=AT)
    revoke_certificate(tmp_path, certificate, at=AT + timedelta(days=1))
    ensure_authority(tmp_path, at=AT + timedelta(days=CRL_DAYS))
    crls = trust(tmp_path)[1]
    assert x509.load_der_x509_crl(crls[0]).last_update_utc == AT + timedelta(days=CRL_DAYS)
    with pytest.raises(CertificateRevoked) as refusal:
        require_not_revoked(certificate, crls=crls)
    assert refusal.value.data == {"revoked_on": AT}


def test_a_certificate_that_says_nothing_of_a_role_names_none(authority):
    root = read_facts(authority.roots[0])
    assert (root.role, root.commune_code, root.name_fr) == (None, "", "")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("AMINE EL ALAMI BE123456", "AMINE EL ALAMI"),
        ("BE-12.34.56 AMINE", "AMINE"),
        ("أمين العلمي ١٢٣٤٥٦", "أمين العلمي"),
        ("Commune 2", "Commune 2"),
        ("123456", ""),
    ],
)
def test_an_identity_number_is_left_out_of_a_name(written, shown):
    assert without_identity_number(written) == shown
