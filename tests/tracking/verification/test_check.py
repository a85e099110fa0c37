"""Two answers, never one: is the document intact, and in what state is the act today?"""

import io
from dataclasses import fields
from datetime import date, timedelta

import pikepdf
import pytest

from portal.kernel.files import store
from portal.kernel.now import local_midnight
from tests.factories import MONDAY, make_officer
from tests.tracking.catalogue import decide_in, file_in
from tracking.actions.record_foreign_act import check_foreign_act, record_foreign_act
from tracking.actions.sign_on_paper import sign_on_paper
from tracking.models import Act, ActState
from tracking.renderers import render, render_receipt
from tracking.verification.check import ActFacts, Doubt, Integrity, check, check_reference, check_upload
from tracking.verification.sentences import KINDS, STATES, meaning_of

from .conftest import delivered, moment_after, paper_of, signed

LATER = MONDAY + timedelta(days=10)


def test_a_delivered_act_is_known_by_its_code_with_the_least_data(town):
    act = delivered(town)
    answer = check(act.code, at=LATER)
    assert answer.integrity is None
    facts = answer.act
    assert (facts.kind, facts.number, facts.state) == ("permit", "1/2026", "valid")
    assert facts.commune == town.commune
    assert facts.procedure["ar"] == "رخصة الإصلاح"
    assert (facts.delivered_on, facts.valid_until) == (date(2026, 10, 7), date(2027, 4, 7))
    told = " ".join(str(getattr(facts, field.name)) for field in fields(ActFacts))
    assert act.holder_name not in told
    assert act.dossier.applicant_cnie not in told
    assert act.dossier.reference not in told


@pytest.mark.parametrize("typed", ["{}", "{upper}", " {spaced} ", "{dashed}"])
def test_a_code_is_read_as_people_type_it(town, typed):
    code = delivered(town).code
    dashed = "-".join(code[start : start + 5] for start in range(0, 20, 5))
    spaced = dashed.replace("-", " ")
    text = typed.format(code, upper=code.upper(), spaced=spaced, dashed=dashed)
    assert check(text, at=LATER).act is not None


@pytest.mark.parametrize("code", ["", "x", "0" * 20, "0" * 19, "é" * 20, "../../etc/passwd-----", "0" * 4000])
def test_an_unknown_code_shows_nothing(town, code):
    delivered(town)
    assert check(code, at=LATER).act is None


def test_an_act_is_unknown_until_its_fee_is_paid(town):
    prepared = decide_in(town, "U6")
    assert check(prepared.code, at=LATER).act is None
    act = signed(town)
    assert act.state == ActState.SIGNED
    assert check(act.code, at=LATER).act is None
    assert check_reference(act.dossier.reference, at=LATER).act is None


def test_a_file_that_is_withheld_is_not_shown_either(town, trusted):
    act = signed(town)
    answer = check_upload(paper_of(act), at=LATER, **trusted)
    assert answer.act is None
    assert answer.integrity == Integrity.UNKNOWN


def test_the_number_of_the_file_leads_to_what_was_delivered_but_never_to_a_refusal(town):
    act = delivered(town)
    assert check_reference(act.dossier.reference, at=LATER).act.code == act.code
    refusal = signed(town, "U1", outcome="refusal")
    assert refusal.state == ActState.VALID
    assert check_reference(refusal.dossier.reference, at=LATER).act is None
    shown = check(refusal.code, at=LATER).act
    assert meaning_of(shown.kind, shown.state).kind == "danger"


def test_the_sealed_file_is_intact_and_tells_who_signed(town, trusted):
    act = delivered(town)
    answer = check_upload(paper_of(act), at=LATER, **trusted)
    assert answer.integrity == Integrity.INTACT
    assert answer.act.code == act.code
    (signature,) = answer.signatures
    assert signature.role == "president"
    assert signature.at == moment_after(act)


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_one_changed_byte_makes_the_document_altered(town, trusted, place):
    act = delivered(town)
    data = bytearray(paper_of(act))
    data[int(len(data) * place)] ^= 1
    answer = check_upload(bytes(data), at=LATER, **trusted)
    assert answer.integrity == Integrity.ALTERED or answer.doubt == Doubt.UNREADABLE
    assert answer.integrity != Integrity.INTACT


def test_an_altered_file_still_shows_what_the_register_knows_of_the_act_it_names(town, trusted):
    act = delivered(town)
    data = paper_of(act)
    at = data.index(b"/Type /Page") if b"/Type /Page" in data else len(data) // 2
    changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.docinfo["/Title"] = "Autre"
        buffer = io.BytesIO()
        pdf.save(buffer)
    for file in (changed, buffer.getvalue()):
        answer = check_upload(file, at=LATER, **trusted)
        assert answer.integrity != Integrity.INTACT
    assert answer.act.code == act.code
    assert answer.integrity == Integrity.ALTERED


def test_bytes_behind_the_signed_file_are_no_part_of_it(town, trusted):
    data = paper_of(delivered(town))
    answer = check_upload(data + b"%more\n", at=LATER, **trusted)
    assert answer.integrity != Integrity.INTACT


def test_a_signature_of_somebody_unknown_proves_nothing(town):
    act = delivered(town)
    data = paper_of(act)
    # Byte for byte the file the register keeps: that is proof enough, whoever signed.
    assert check_upload(data, at=LATER, trust_roots=()).integrity == Integrity.INTACT
    Act.objects.filter(pk=act.pk).update(file=store(render_receipt(act.dossier), name="other.pdf", at=LATER))
    answer = check_upload(data, at=LATER, trust_roots=())
    assert (answer.integrity, answer.doubt) == (Integrity.UNKNOWN, Doubt.UNKNOWN_SIGNER)


def test_a_known_signature_on_another_file_than_the_one_kept_is_not_said_to_be_intact(town, trusted):
    act = delivered(town)
    data = paper_of(act)
    Act.objects.filter(pk=act.pk).update(file=store(render_receipt(act.dossier), name="other.pdf", at=LATER))
    answer = check_upload(data, at=LATER, **trusted)
    assert (answer.integrity, answer.doubt) == (Integrity.UNKNOWN, Doubt.NOT_KEPT)


def test_an_unsigned_paper_that_the_portal_draws_the_same_again_is_intact(town, trusted):
    dossier = file_in(town, "E1")
    data = render_receipt(dossier)
    answer = check_upload(data, at=LATER, redraw=render, **trusted)
    assert (answer.integrity, answer.act.kind) == (Integrity.INTACT, "declaration_receipt")
    assert not answer.act.signed


def test_an_unsigned_paper_that_differs_is_not_said_to_be_intact(town, trusted):
    with pikepdf.open(io.BytesIO(render_receipt(file_in(town, "E1")))) as pdf:
        pdf.docinfo["/Title"] = "Autre"
        buffer = io.BytesIO()
        pdf.save(buffer)
    answer = check_upload(buffer.getvalue(), at=LATER, redraw=render, **trusted)
    assert (answer.integrity, answer.doubt) == (Integrity.UNKNOWN, Doubt.UNSIGNED)
    assert answer.act is not None


@pytest.mark.parametrize(
    ("data", "doubt"), [(b"", Doubt.UNREADABLE), (b"%PDF-1.7 ruin", Doubt.UNREADABLE), (b"\x89PNG", Doubt.UNREADABLE)]
)
def test_what_is_no_pdf_is_said_to_be_unreadable(town, trusted, data, doubt):
    answer = check_upload(data, at=LATER, **trusted)
    assert (answer.act, answer.integrity, answer.doubt) == (None, Integrity.UNKNOWN, doubt)


@pytest.mark.parametrize("info", [b"5", b"[1]", b"(x)", b"true", b"1 0 R", b"<< /Subject << /A [1] >> >>"])
def test_a_file_with_a_broken_label_is_answered(town, trusted, info):
    content = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(content)
    data = content.getvalue().replace(b"trailer <<", b"trailer << /Info " + info)
    assert check_upload(data, at=LATER, **trusted).act is None


def test_the_day_after_the_last_one_an_act_is_expired_whether_the_sweep_has_passed_or_not(town):
    act = delivered(town)
    last = local_midnight(date(2027, 4, 8)) - timedelta(seconds=1)
    assert check(act.code, at=last).act.state == "valid"
    over = check(act.code, at=last + timedelta(seconds=1)).act
    assert (over.state, over.state_since) == ("expired", date(2027, 4, 7))


def test_an_act_signed_by_hand_says_so(town, trusted):
    act = decide_in(town, "U1", outcome="refusal")
    scan = store(render(act), name="scan.pdf", at=moment_after(act))
    sign_on_paper(act=act, scan=scan, reason="Jeton expiré", actor=town.president, at=moment_after(act))
    assert check(act.code, at=LATER).act.by_hand
    answer = check_upload(render(act), at=LATER, **trusted)
    assert (answer.integrity, answer.act.by_hand) == (Integrity.INTACT, True)


def test_an_act_recorded_from_its_paper_says_so_with_its_own_number_and_date(town):
    dossier = file_in(town, "U6")
    scan = store(render_receipt(dossier), name="scan.pdf", at=MONDAY)
    act = record_foreign_act(
        commune=town.commune,
        key=dossier.key,
        origin=Act.Origin.ROKHAS,
        number="PC-2021/44",
        issued_on=date(2021, 5, 3),
        holder_name="X",
        scan=scan,
        actor=town.clerk,
        at=MONDAY,
    )
    assert check(act.code, at=LATER).act is None  # until a second person has compared
    second = make_officer("technician", commune=town.commune)
    check_foreign_act(act=act, agrees=True, actor=second, at=MONDAY)
    facts = check(act.code, at=LATER).act
    assert (facts.recorded, facts.number, facts.delivered_on) == (True, "PC-2021/44", date(2021, 5, 3))
    assert facts.procedure["fr"] == "Permis de réfection"


def test_every_state_that_the_public_meets_has_a_meaning_and_every_kind_a_name():
    withheld = {ActState.PREPARED, ActState.SIGNED, ActState.VOIDED}
    assert set(STATES) == {str(state) for state in ActState if state not in withheld}
    assert {meaning.kind for meaning in STATES.values()} == {"success", "warning", "danger"}
    kinds = {"permit", "order", "certificate", "refusal", "silence_certificate", "declaration_receipt", "not_required"}
    assert set(KINDS) == {*kinds, "foreign"}


def test_a_permit_without_works_for_a_year_is_not_flatly_in_force():
    assert meaning_of("permit", ActState.LAPSE_PRESUMED).kind == "warning"
