"""The key of a form makes a double click one act; it never stands for another act, person or round."""

from datetime import timedelta

import pytest
from django.db import transaction

from portal.kernel.errors import Conflict, NotAllowed, Refused
from tests.factories import MONDAY, SMALL_PROJECT, awaiting_decision, dossier_in_session, filed_dossier
from tracking import journal
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.give_opinion import give_opinion
from tracking.actions.prepare_decision import prepare_decision
from tracking.actions.withdraw_dossier import withdraw_dossier
from tracking.lifecycle.apply import apply
from tracking.models import Act, Decision, Opinion

AT = MONDAY + timedelta(days=4)


def test_a_key_used_before_does_not_open_what_the_binding_opinion_bars(town):
    dossier = awaiting_decision(town, SMALL_PROJECT, opinions={"urban_agency": "unfavourable"})
    with pytest.raises(Refused):
        decide_dossier(dossier=dossier, outcome="grant", actor=town.president, at=AT)
    used = {
        "dossier": dossier,
        "actor": town.president,
        "at": AT,
        "idempotency_key": "desk:1",
    }
    with transaction.atomic():
        journal.append(
            dossier, kind="add_member", at=AT, actor=town.president, role="president", idempotency_key="desk:1"
        )
    with pytest.raises(Conflict) as refusal:
        decide_dossier(outcome="grant", **used)
    assert refusal.value.code == "key_reused"
    assert not Act.objects.exists()
    assert not Decision.objects.exists()


def test_a_key_of_somebody_else_gives_nobody_their_right(town):
    dossier = filed_dossier(town)
    prepare_decision(dossier=dossier, finding="Conforme", actor=town.technician, at=AT, idempotency_key="desk:2")
    with pytest.raises((Conflict, NotAllowed)):
        apply(dossier=dossier, transition="prepare_decision", actor=town.cashier, at=AT, idempotency_key="desk:2")


def test_a_key_does_not_carry_another_opinion(town):
    dossier = dossier_in_session(town)
    first, second = dossier.consultations.select_related("body").order_by("pk")[:2]
    for row in (first, second):
        row.dossier = dossier
    member = town.members[first.body.kind]
    member.grants.create(role="member", body=second.body, valid_from=MONDAY.date(), granted_by=member)
    said = {
        "value": "favourable",
        "actor": type(member).objects.get(pk=member.pk),
        "at": AT,
        "idempotency_key": "desk:3",
    }
    give_opinion(consultation=first, **said)
    with pytest.raises(Conflict):
        give_opinion(consultation=second, **said)
    assert Opinion.objects.count() == 1


def test_the_same_act_sent_twice_is_one(town):
    dossier = filed_dossier(town)
    sent = {"dossier": dossier, "actor": dossier.applicant, "at": AT, "idempotency_key": "space:4"}
    withdraw_dossier(**sent)
    withdraw_dossier(**sent)
    assert dossier.events.filter(kind="withdraw").count() == 1
    assert journal.verify(dossier) == []
