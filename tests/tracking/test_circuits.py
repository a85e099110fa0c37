"""Four requests, each through its whole circuit, as the law has it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.kernel.errors import Refused
from tests.factories import (
    DECLARATION,
    MONDAY,
    OCCUPATION,
    REFECTION,
    SMALL_PROJECT,
    awaiting_decision,
    dossier_in_session,
    filed_dossier,
    give_opinions,
    incomplete_dossier,
    prepared_act,
    without_account,
)
from tracking import journal
from tracking.actions.close_session import close_session
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.deliver_act import deliver_act
from tracking.actions.enter_fee_amount import enter_fee_amount
from tracking.actions.notify_decision import notify_decision
from tracking.actions.prepare_decision import prepare_decision
from tracking.actions.record_payment import record_payment
from tracking.actions.report_visit import report_visit
from tracking.actions.schedule_visit import schedule_visit
from tracking.actions.sign_act import sign_act
from tracking.lifecycle.due import deadline_of
from tracking.models import Act, ActState, Decision, DossierState, Opinion

DAY = timedelta(days=1)
GRANT, REFUSAL = Decision.Outcome.GRANT, Decision.Outcome.REFUSAL


def told(dossier):
    """The kinds of notices queued for the dossier, in order."""
    return list(dossier.notices.order_by("pk").values_list("kind", flat=True))


def test_a_refection_asks_nobody_and_goes_from_the_technical_service_to_the_president(town, keys):
    town.publish(REFECTION, rates={"repair_tax": "300"}, order="Arrêté 4/2026")
    dossier = filed_dossier(town)
    assert (dossier.state, dossier.holder) == (DossierState.ADMITTED, "technical")
    assert dossier.complete_at == dossier.filed_at == MONDAY
    assert dossier.due_on == date(2026, 10, 19)  # ten working days after Monday the 5th

    prepare_decision(dossier=dossier, finding="Conforme", actor=town.technician, at=MONDAY + DAY)
    act = decide_dossier(dossier=dossier, outcome=GRANT, actor=town.president, at=MONDAY + 2 * DAY)
    assert (act.state, act.number) == (ActState.PREPARED, "1/2026")
    act = sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 2 * DAY)

    dossier.refresh_from_db()
    assert (dossier.state, dossier.holder, act.state) == (DossierState.APPROVED, "cashier", ActState.SIGNED)
    assert act.signed_on == act.notified_on == MONDAY + 2 * DAY
    assert deadline_of(dossier, at=MONDAY + 40 * DAY).state == "stopped"
    order = dossier.fee_orders.get()
    record_payment(
        order=order,
        means="cash",
        amount=Decimal("300.00"),
        quittance_number="Q-1",
        actor=town.cashier,
        at=MONDAY + 3 * DAY,
    )
    act.refresh_from_db()
    dossier.refresh_from_db()
    assert (dossier.state, act.state) == (DossierState.DELIVERED, ActState.VALID)
    assert (act.delivered_on, act.valid_until) == (MONDAY + 3 * DAY, date(2027, 4, 8))
    assert told(dossier)[:2] == ["admitted", "to_decide"]
    assert {"approved", "delivered"} <= set(told(dossier))
    assert journal.verify(dossier) == []


def test_opinions_cannot_be_asked_on_a_refection(town):
    dossier = filed_dossier(town)
    from tracking.actions.consult_bodies import consult_bodies

    with pytest.raises(Refused) as refusal:
        consult_bodies(dossier=dossier, actor=town.clerk, at=MONDAY)
    assert refusal.value.code == "circuit_consults"


def test_a_small_project_is_examined_on_the_spot_by_three_members(town):
    dossier = dossier_in_session(town)
    assert dossier.state == DossierState.IN_SESSION
    assert {c.body.kind: c.binding for c in dossier.consultations.all()} == {
        "province": False,
        "commune": False,
        "urban_agency": True,
    }


def test_a_session_closes_only_when_each_body_has_spoken_or_is_absent(town):
    dossier = dossier_in_session(town)
    at = MONDAY + 3 * DAY
    with pytest.raises(Refused) as refusal:
        close_session(dossier=dossier, minutes="", actor=town.secretary, at=at)
    assert refusal.value.code == "everyone_spoke"

    absent = [town.bodies[kind] for kind in ("province", "commune", "urban_agency")]
    close_session(dossier=dossier, minutes="", absent=absent, actor=town.secretary, at=at)
    assert dossier.state == DossierState.AWAITING_DECISION
    assert list(dossier.consultations.values_list("absent", flat=True)) == [True, True, True]


@pytest.mark.parametrize(
    ("opinion", "granted"),
    [("favourable", True), ("with_reservations", True), ("unfavourable", False), ("absent", False)],
)
def test_no_building_permit_without_the_urban_agencys_favourable_opinion(town, opinion, granted):
    dossier = dossier_in_session(town)
    at = MONDAY + 3 * DAY
    if opinion == "absent":
        dossier.consultations.exclude(body=town.bodies["urban_agency"])
        for kind in ("province", "commune"):
            row = dossier.consultations.get(body=town.bodies[kind])
            from tracking.actions.give_opinion import give_opinion

            give_opinion(consultation=row, value="favourable", actor=town.members[kind], at=at)
        close_session(dossier=dossier, minutes="", absent=[town.bodies["urban_agency"]], actor=town.secretary, at=at)
    else:
        give_opinions(town, dossier, at=at, urban_agency=opinion)
        close_session(dossier=dossier, minutes="", actor=town.secretary, at=at)

    if granted:
        decide_dossier(dossier=dossier, outcome=GRANT, actor=town.president, at=at)
    else:
        with pytest.raises(Refused) as refusal:
            decide_dossier(dossier=dossier, outcome=GRANT, actor=town.president, at=at)
        assert refusal.value.code == "binding_favourable"
        assert not Act.objects.exists()


def test_another_bodys_negative_opinion_does_not_block_a_building_permit(town):
    dossier = awaiting_decision(town, SMALL_PROJECT, opinions={"province": Opinion.Value.UNFAVOURABLE})
    act = decide_dossier(dossier=dossier, outcome=GRANT, actor=town.president, at=MONDAY + 4 * DAY)
    assert act.state == ActState.PREPARED


def visited(town, **values):
    dossier = filed_dossier(town, OCCUPATION)
    start = datetime(2026, 10, 7, 9, 0, tzinfo=UTC)
    schedule_visit(
        dossier=dossier, starts_at=start, ends_at=start + timedelta(hours=1), actor=town.clerk, at=MONDAY + DAY
    )
    assert (dossier.state, dossier.holder) == (DossierState.VISIT_SCHEDULED, "bodies")
    give_opinions(town, dossier, at=start, **values)
    report_visit(dossier=dossier, report="", actor=town.clerk, at=start + timedelta(hours=2))
    return dossier


@pytest.mark.parametrize("blocks", [True, None])
def test_one_negative_opinion_blocks_an_occupation_unless_the_commune_says_otherwise(town, blocks):
    if blocks is not None:
        town.publish(OCCUPATION, one_negative_blocks=blocks)
    dossier = visited(town, local_authority="unfavourable")
    with pytest.raises(Refused) as refusal:
        decide_dossier(dossier=dossier, outcome=GRANT, actor=town.president, at=MONDAY + 3 * DAY)
    assert refusal.value.code == "no_blocking_negative"


def test_a_commune_may_let_an_occupation_pass_a_negative_opinion(town, keys):
    town.publish(OCCUPATION, one_negative_blocks=False, rates={"occupation_fee": "50"}, order="Arrêté 4/2026")
    dossier = visited(town, local_authority="unfavourable")
    act = decide_dossier(dossier=dossier, outcome=GRANT, actor=town.president, at=MONDAY + 3 * DAY)
    sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 3 * DAY)
    line = dossier.fee_orders.get().lines.get()
    assert (line.quantity, line.periods, line.rate, line.amount) == (12, 2, 50, Decimal("1200.00"))


def test_an_occupation_lives_until_the_end_of_the_period_asked_for(town, keys):
    town.publish(OCCUPATION, one_negative_blocks=True, rates={"occupation_fee": "50"})
    dossier = visited(town)
    act = decide_dossier(dossier=dossier, outcome=GRANT, actor=town.president, at=MONDAY + 3 * DAY)
    sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 3 * DAY)
    order = dossier.fee_orders.get()
    record_payment(
        order=order, means="cash", amount=Decimal(1200), quittance_number="Q-9", actor=town.cashier, at=MONDAY + 4 * DAY
    )
    act.refresh_from_db()
    assert act.valid_until == date(2027, 4, 30)


def test_a_visit_is_reported_after_it_took_place(town):
    dossier = filed_dossier(town, OCCUPATION)
    start = MONDAY + 3 * DAY
    schedule_visit(dossier=dossier, starts_at=start, ends_at=start + timedelta(hours=1), actor=town.clerk, at=MONDAY)
    give_opinions(town, dossier, at=MONDAY + DAY)
    with pytest.raises(Refused) as refusal:
        report_visit(dossier=dossier, report="", actor=town.clerk, at=MONDAY + DAY)
    assert refusal.value.code == "visit_took_place"


def test_a_new_date_replaces_the_visit_before_it(town):
    dossier = filed_dossier(town, OCCUPATION)
    for days in (2, 5):
        start = MONDAY + days * DAY
        schedule_visit(
            dossier=dossier, starts_at=start, ends_at=start + timedelta(hours=1), actor=town.clerk, at=MONDAY
        )
    assert list(dossier.visits.values_list("replaced_at", flat=True)) == [MONDAY, None]
    assert dossier.consultations.count() == 2


def test_a_declaration_is_registered_at_filing_and_has_no_clock(town):
    dossier = filed_dossier(town, DECLARATION)
    assert (dossier.state, dossier.holder, dossier.due_on) == (DossierState.REGISTERED, "nobody", None)
    act = dossier.acts.get()
    assert (act.kind, act.number, act.state) == ("declaration_receipt", dossier.reference, ActState.VALID)
    assert told(dossier) == ["registered"]


def test_a_declaration_is_never_refused(town):
    dossier = incomplete_dossier(town, DECLARATION)
    assert dossier.state == DossierState.HELD_INCOMPLETE
    from tracking.lifecycle.table import TRANSITIONS

    reachable = {t.name for t in TRANSITIONS if dossier.state in t.sources}
    assert not reachable & {"decide_refusal", "sign_refusal"}


def test_a_refusal_ends_the_file_at_its_notification(town, keys):
    act = prepared_act(town, SMALL_PROJECT, outcome=REFUSAL)
    act = sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 4 * DAY)
    dossier = act.dossier
    assert (dossier.state, act.state, act.kind) == (DossierState.REFUSED, ActState.VALID, "refusal")
    assert dossier.closed_at == act.notified_on == MONDAY + 4 * DAY
    assert not dossier.fee_orders.exists()


@pytest.mark.parametrize(
    ("reasons", "ground", "code"),
    [
        ("", "12-90 art. 43", "reasoned"),
        ("سبب", "", "reasoned"),
        ("Motif en français seulement", "12-90 art. 43", "in_arabic"),
    ],
)
def test_a_refusal_gives_reasons_in_arabic_and_a_legal_ground(town, reasons, ground, code):
    dossier = awaiting_decision(town)
    with pytest.raises(Refused) as refusal:
        decide_dossier(
            dossier=dossier,
            outcome=REFUSAL,
            reasons=reasons,
            legal_ground=ground,
            actor=town.president,
            at=MONDAY + 2 * DAY,
        )
    assert refusal.value.code == code


def test_an_exempt_permit_is_delivered_with_its_notification(town, keys):
    town.commune.is_urban = False
    town.commune.save()
    act = prepared_act(town, SMALL_PROJECT, answers={"covered_area": "90", "use": "rural_house"})
    act = sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 4 * DAY)
    order = act.dossier.fee_orders.get()
    assert (act.dossier.state, order.exempt, order.reason) == (DossierState.DELIVERED, True, "Loi 47-06, art. 52")


def test_an_unpublished_rate_is_entered_by_the_cashier_from_the_fiscal_order(town, keys):
    act = sign_act(act=prepared_act(town), code=keys, actor=town.president, at=MONDAY + 2 * DAY)
    dossier = act.dossier
    order = dossier.fee_orders.get()
    line = order.lines.get()
    assert (line.rate, line.amount) == (None, None)
    with pytest.raises(Refused) as refusal:
        deliver_act(dossier=dossier, actor=town.cashier, at=MONDAY + 3 * DAY)
    assert refusal.value.code == "fee_settled"
    payment = {
        "order": order,
        "means": "cash",
        "quittance_number": "Q-2",
        "actor": town.cashier,
        "at": MONDAY + 3 * DAY,
    }
    with pytest.raises(Refused) as refusal:
        record_payment(amount=Decimal(200), **payment)
    assert refusal.value.code == "amount_unknown"

    enter_fee_amount(line=line, amount=Decimal(200), basis="Arrêté 12/2025", actor=town.cashier, at=MONDAY + 3 * DAY)
    record_payment(amount=Decimal(200), **payment)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.DELIVERED


def test_an_applicant_without_space_is_notified_by_letter_with_its_number(town, keys):
    act = prepared_act(town, applicant=without_account())
    act = sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 2 * DAY)
    dossier = act.dossier
    assert dossier.state == DossierState.SIGNED
    assert "to_notify" in told(dossier)
    assert deadline_of(dossier, at=MONDAY + 3 * DAY).state == "running"

    notify_decision(dossier=dossier, means="letter", evidence="RR 123", actor=town.clerk, at=MONDAY + 4 * DAY)
    assert dossier.state == DossierState.APPROVED
