"""Numbers, signatures and what takes effect: every number is an issued act or a voided one with its reason."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from portal.accounts.models import Role
from portal.kernel import now as clock
from portal.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from portal.kernel.files import read_file
from procedures.models import ProcedureVersion
from procedures.snapshot import ValidityRule
from tests.factories import (
    MONDAY,
    OCCUPATION,
    REFECTION,
    awaiting_decision,
    filed_dossier,
    make_file,
    make_officer,
    prepared_act,
)
from tests.tracking.conftest import give_key
from tracking import journal, tasks
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.deliver_act import deliver_act
from tracking.actions.enter_fee_amount import enter_fee_amount
from tracking.actions.record_foreign_act import check_foreign_act, record_foreign_act
from tracking.actions.record_payment import record_payment
from tracking.actions.sign_act import sign_act
from tracking.actions.sign_on_paper import print_act, sign_on_paper
from tracking.actions.void_act import void_act
from tracking.models import Act, ActState, Dossier, DossierState
from tracking.signature.authority import ensure_authority, open_signer, revoke_certificate
from tracking.signature.errors import CertificateRevoked, WrongCommune, WrongRole, WrongSigningCode
from tracking.signature.protocol import SignerRole
from tracking.verification.check import facts_of

DAY = timedelta(days=1)
AT = MONDAY + 2 * DAY


def test_a_signed_act_keeps_its_sealed_file(town, keys):
    act = sign_act(act=prepared_act(town), code=keys, actor=town.president, at=AT)
    assert act.signature == "electronic"
    assert b"/ETSI.CAdES.detached" in read_file(act.file)
    (signed,) = act.events.filter(kind="act_sign")
    assert signed.facts["sha256"] == act.file.sha256


def test_a_wrong_code_signs_nothing(town, keys):
    act = prepared_act(town)
    with pytest.raises(WrongSigningCode):
        sign_act(act=act, code="0000", actor=town.president, at=AT)
    act.refresh_from_db()
    assert (act.state, act.dossier.state) == (ActState.PREPARED, DossierState.AWAITING_DECISION)


def test_a_revoked_certificate_signs_nothing_and_the_number_waits(town, keys, tmp_path, settings):
    settings.SIGNING_KEYS_DIR = tmp_path
    ensure_authority(tmp_path, at=AT - 9 * DAY)
    give_key(tmp_path, town.president, SignerRole.PRESIDENT, town.commune.code)
    certificate = open_signer(tmp_path, town.president.username).certificate
    revoke_certificate(tmp_path, certificate, at=AT - DAY)
    act = prepared_act(town)
    with pytest.raises(CertificateRevoked):
        sign_act(act=act, code=keys, actor=town.president, at=AT)
    act.refresh_from_db()
    assert (act.state, act.file_id, act.number) == (ActState.PREPARED, None, "1/2026")


@pytest.mark.parametrize(
    ("capacity", "commune", "refusal"),
    [
        (SignerRole.PRESIDENT, "", WrongCommune),
        (SignerRole.PRESIDENT, "08.577.01.01", WrongCommune),
        (SignerRole.DELEGATE, "08.577.01.11", WrongRole),
        (SignerRole.MEMBER, "08.577.01.11", WrongRole),
    ],
    ids=["no commune", "another commune", "delegate's key", "member's key"],
)
def test_a_key_signs_for_its_own_role_and_commune_only(town, keys, tmp_path, settings, capacity, commune, refusal):
    settings.SIGNING_KEYS_DIR = tmp_path
    ensure_authority(tmp_path, at=AT - 9 * DAY)
    give_key(tmp_path, town.president, capacity, commune)
    with pytest.raises(refusal):
        sign_act(act=prepared_act(town), code=keys, actor=town.president, at=AT)


@pytest.mark.parametrize("who", ["clerk", "secretary", "governor", "technician"])
def test_who_prepares_cannot_sign(town, keys, who):
    with pytest.raises(NotAllowed):
        sign_act(act=prepared_act(town), code=keys, actor=getattr(town, who), at=AT)


def test_a_president_whose_grant_ended_yesterday_signs_no_more(town, keys):
    act = prepared_act(town)
    town.president.grants.update(valid_until=date(2026, 10, 6))
    with pytest.raises(NotAllowed):
        sign_act(act=act, code=keys, actor=type(town.president).objects.get(pk=town.president.pk), at=AT)


def test_signing_again_changes_nothing(town, keys):
    act = sign_act(act=prepared_act(town), code=keys, actor=town.president, at=AT)
    again = sign_act(act=act, code=keys, actor=town.president, at=AT + DAY)
    assert (again.file_id, again.signed_on) == (act.file_id, AT)


def test_an_act_signed_by_hand_keeps_its_number_and_its_scan(town, papers, private_files):
    act = prepared_act(town)
    assert print_act(act=act, actor=town.president, at=AT).startswith(b"%PDF")
    scan = make_file()
    act = sign_on_paper(act=act, scan=scan, reason="Jeton expiré", actor=town.president, at=AT)
    assert (act.signature, act.number, act.file_id) == ("paper", "1/2026", scan.pk)
    assert act.dossier.state == DossierState.APPROVED
    assert journal.verify(act.dossier) == []


def test_signing_by_hand_gives_its_reason(town):
    with pytest.raises(Invalid) as refusal:
        sign_on_paper(act=prepared_act(town), scan=make_file(), reason=" ", actor=town.president, at=AT)
    assert refusal.value.code == "reason_missing"


def test_a_voided_number_stays_in_the_series_with_its_reason(town):
    act = prepared_act(town)
    dossier = act.dossier
    void_act(act=act, reason="Erreur de saisie", actor=town.president, at=AT)
    new = decide_dossier(dossier=dossier, outcome="grant", actor=town.president, at=AT)
    rows = list(Act.objects.order_by("pk").values_list("number", "state", "state_reason"))
    assert rows == [("1/2026", "voided", "Erreur de saisie"), ("2/2026", "prepared", "")]
    assert new.decision.dossier == dossier


def test_a_signed_act_is_not_voided(town, keys):
    act = sign_act(act=prepared_act(town), code=keys, actor=town.president, at=AT)
    with pytest.raises(Conflict):
        void_act(act=act, reason="x", actor=town.president, at=AT)


def test_a_refused_decision_takes_no_number(town):
    dossier = awaiting_decision(town)
    with pytest.raises(Refused):
        decide_dossier(dossier=dossier, outcome="refusal", actor=town.president, at=AT)
    assert prepared_act(town).number == "1/2026"


def approved(town, keys):
    town.publish(REFECTION, rates={"repair_tax": "300"})
    return sign_act(act=prepared_act(town), code=keys, actor=town.president, at=AT)


def pay(order, town, **changed):
    fields = {"means": "cash", "amount": Decimal(300), "quittance_number": "Q-1", "actor": town.cashier, "at": AT + DAY}
    return record_payment(order=order, **fields | changed)


def test_a_payment_clicked_twice_is_one(town, keys):
    order = approved(town, keys).dossier.fee_orders.get()
    assert pay(order, town).pk == pay(order, town).pk
    assert order.dossier.events.filter(kind="record_payment").count() == 1


def test_a_quittance_serves_once(town, keys):
    pay(approved(town, keys).dossier.fee_orders.get(), town)
    other = sign_act(act=prepared_act(town), code=keys, actor=town.president, at=AT)
    with pytest.raises(Invalid) as refusal:
        pay(other.dossier.fee_orders.get(), town)
    assert refusal.value.code == "quittance_taken"
    other.dossier.refresh_from_db()
    assert other.dossier.state == DossierState.APPROVED


def test_the_amount_paid_is_the_amount_due(town, keys):
    with pytest.raises(Invalid) as refusal:
        pay(approved(town, keys).dossier.fee_orders.get(), town, amount=Decimal(299))
    assert refusal.value.code == "amount_wrong"


def test_an_amount_that_follows_from_the_published_rate_is_not_the_cashiers(town, keys):
    line = approved(town, keys).dossier.fee_orders.get().lines.get()
    with pytest.raises(Conflict) as refusal:
        enter_fee_amount(line=line, amount=Decimal(1), basis="x", actor=town.cashier, at=AT)
    assert refusal.value.code == "rate_published"


def test_an_unpaid_approval_is_reminded_and_stays_an_approval(town, keys):
    dossier = approved(town, keys).dossier
    for days in range(0, 90, 3):
        with clock.at(AT + days * DAY):
            tasks.sweep_issuing()
    dossier.refresh_from_db()
    assert dossier.state == DossierState.APPROVED
    assert dossier.events.filter(kind="remind_fee").count() == 3
    with pytest.raises(Refused):
        deliver_act(dossier=dossier, at=AT)


def foreign(town, **changed):
    fields = {
        "commune": town.commune,
        "key": town.version(OCCUPATION).key,
        "origin": "rokhas",
        "number": "RK-2019-77",
        "issued_on": date(2019, 5, 3),
        "holder_name": "Titulaire",
        "scan": make_file(),
        "actor": town.clerk,
        "at": MONDAY,
    }
    return record_foreign_act(**fields | changed)


def test_an_earlier_act_stands_once_a_second_person_has_checked_it(town):
    act = foreign(town)
    assert act.state == ActState.PREPARED
    with pytest.raises(NotAllowed) as refusal:
        check_foreign_act(act=act, agrees=True, actor=town.clerk, at=MONDAY)
    assert refusal.value.code == "same_person"
    with pytest.raises(Invalid):
        from tracking.service import open_dossier

        person = make_officer(Role.CLERK, commune=town.neighbour)
        from tests.factories import make_applicant

        open_dossier(
            actor=person,
            applicant=make_applicant(person),
            version=town.version(OCCUPATION),
            commune=town.commune,
            answers={},
            pieces=[],
            origin="online",
            idempotency_key="x",
            at=MONDAY,
            builds_on=act,
        )

    check_foreign_act(act=act, agrees=True, actor=town.president, at=MONDAY)
    assert (act.state, act.checked_by) == (ActState.VALID, town.president)
    assert [event.kind for event in journal.chain_of(act)] == ["record_foreign_act", "act_confirm"]
    assert journal.verify(act) == []


def test_an_earlier_act_that_does_not_agree_is_voided_with_its_reason(town):
    act = foreign(town)
    with pytest.raises(Invalid):
        check_foreign_act(act=act, agrees=False, actor=town.technician, at=MONDAY)
    check_foreign_act(act=act, agrees=False, reason="Autre numéro", actor=town.technician, at=MONDAY)
    assert (act.state, act.state_reason) == (ActState.VOIDED, "Autre numéro")
    assert foreign(town).state == ActState.PREPARED


def test_an_earlier_act_is_recorded_once_and_by_its_commune(town):
    foreign(town)
    with pytest.raises(Conflict):
        foreign(town)
    with pytest.raises(NotAllowed):
        foreign(town, number="RK-2", actor=make_officer(Role.CLERK, commune=town.neighbour))


def test_the_database_itself_keeps_one_paper_from_standing_twice(town):
    twin = Act.objects.get(pk=foreign(town).pk)
    twin.pk, twin.code, twin.number = None, "another", "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_what_is_issued_has_its_document(town):
    act = prepared_act(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(signed_on=AT, state="valid")


def act_of(rule, *, state="valid", origin=Act.Origin.PORTAL):
    """An act of a version with this rule; nothing of it is in the database."""
    content = replace(REFECTION, validity=rule).to_json()
    version = ProcedureVersion(content=content, digest=str(rule))
    return Act(state=state, origin=origin, dossier=Dossier(version=version))


@pytest.mark.parametrize(
    ("rule", "state", "end"),
    [
        (ValidityRule(6, "months", ends="expired"), "valid", "expired"),
        (ValidityRule(6, "months", ends="expired"), "in_works", "expired"),
        (ValidityRule(12, "months", ends="lapse_presumed"), "valid", "lapse_presumed"),
        # 12-90 art. 49: the year is for beginning; works that were begun keep the permit alive.
        (ValidityRule(12, "months", ends="lapse_presumed"), "in_works", None),
        # Versions frozen before the rule was written.
        (ValidityRule(0, "asked"), "valid", "expired"),
        (ValidityRule(12, "months"), "valid", "lapse_presumed"),
        (None, "valid", "lapse_presumed"),
    ],
)
def test_what_the_last_day_makes_of_an_act_is_its_versions_to_say(rule, state, end):
    assert act_of(rule, state=state).state_at_end == end


@pytest.mark.parametrize(("ends", "state"), [("expired", "expired"), ("lapse_presumed", "lapse_presumed")])
def test_the_night_after_its_last_day_an_act_ends_as_its_version_says(town, keys, ends, state):
    snapshot = replace(REFECTION, validity=ValidityRule(6, "months", ends=ends))
    town.version(snapshot)
    act = approved(town, keys)
    pay(act.dossier.fee_orders.get(), town)
    act.refresh_from_db()
    for day, expected in ((date(2027, 4, 8), "valid"), (date(2027, 4, 9), state)):
        with clock.at(clock.local_midnight(day)):
            # What the public reads does not wait for the sweep, and says the same.
            assert facts_of(act, at=clock.local_midnight(day)).state == expected
            tasks.sweep_validity()
            assert tasks.sweep_validity() == 0
        act.refresh_from_db()
        assert act.state == expected


def test_an_act_made_elsewhere_ends_as_the_version_of_its_day_says(town):
    act = foreign(town, issued_on=date(2021, 5, 3))
    assert act.state_at_end == ActState.EXPIRED
    act.issued_on = date(1999, 1, 1)
    assert act.state_at_end == ActState.LAPSE_PRESUMED


def test_a_file_that_went_back_has_no_decision(town):
    dossier = filed_dossier(town)
    with pytest.raises(Conflict):
        decide_dossier(dossier=dossier, outcome="grant", actor=town.president, at=AT)
