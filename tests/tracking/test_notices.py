"""The outbox: a row first, sent later, never lost, told once; an SMS is in Arabic for readers of Arabic and of Amazigh."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.core import mail

from portal.kernel import now as clock
from portal.kernel.errors import Unavailable
from tests.factories import (
    MONDAY,
    OCCUPATION,
    awaiting_decision,
    dossier_in_session,
    filed_dossier,
    incomplete_dossier,
    make_applicant,
    make_person,
    make_pieces,
    without_account,
)
from tracking import tasks
from tracking.lifecycle.table import TRANSITIONS
from tracking.models import Dossier, DossierState, Notice
from tracking.notifications import delivery
from tracking.notifications.kinds import KINDS, Audience
from tracking.notifications.outbox import post
from tracking.notifications.wording import values_in, words_of
from tracking.service import open_dossier

DAY = timedelta(days=1)
PERFECT = {
    "reference": "085770111-U6-2026-000001-4C",
    "commune": {"ar": "تنغير", "fr": "Tinghir"},
    "due_on": "2026-10-19",
    "wait_until": "2026-11-04",
    "held_on": "2026-10-08",
    "starts_at": "2026-10-07T09:00:00+00:00",
    "ends_at": "2026-10-07T10:00:00+00:00",
    "count": 2,
    "authority": "وزارة",
    "amount": "300.00",
}


@pytest.fixture(autouse=True)
def sms_folder(settings, tmp_path):
    settings.SMS_FILE_PATH = str(tmp_path / "sms")
    return Path(settings.SMS_FILE_PATH)


def sent_sms(folder):
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


def reader(language):
    return make_applicant(make_person(email=f"{language}@exemple.invalid"), language=language, phone="+212612345678")


def test_every_notice_of_the_table_is_a_kind_and_every_kind_is_told():
    told = {code for transition in TRANSITIONS for code in transition.notices}
    elsewhere = {"act_to_sign", "to_notify", "fee_known", "paper_filed"}
    assert told | elsewhere == {kind.code for kind in KINDS}


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
@pytest.mark.parametrize(
    "data", [PERFECT, {key: PERFECT[key] for key in ("reference", "commune")}], ids=["all", "least"]
)
def test_every_kind_can_be_said_in_three_languages_with_what_is_known(kind, language, data):
    for channel in ("mail", "sms"):
        subject, text = words_of(Notice(kind=kind.code, channel=channel, language=language, data=data))
        assert "{" not in subject + text
        assert data["reference"] in subject + text
        assert "None" not in text


def test_a_date_nobody_knows_is_left_out():
    _subject, text = words_of(Notice(kind="to_decide", channel="mail", language="fr", data={**PERFECT, "due_on": None}))
    assert "19" not in text


@pytest.mark.parametrize(("language", "month"), [("ar", "أكتوبر"), ("zgh", "أكتوبر"), ("fr", "octobre")])
def test_an_sms_is_in_arabic_for_readers_of_arabic_and_amazigh(language, month):
    _none, text = words_of(Notice(kind="admitted", channel="sms", language=language, data=PERFECT))
    assert month in text
    assert text.endswith(f"/d/{PERFECT['reference']}/")


def test_hours_are_moroccos():
    assert values_in("fr", PERFECT)["visit_from"] == "10:00"


def test_a_filing_is_told_by_mail_and_sms_once(town, sms_folder, django_capture_on_commit_callbacks):
    dossier = filed_dossier(town, applicant=reader("fr"))
    rows = dossier.notices.filter(kind="admitted")
    assert sorted(rows.values_list("channel", flat=True)) == ["mail", "sms"]
    with clock.at(MONDAY + timedelta(minutes=1)):
        assert [delivery.deliver_notice(row.pk) for row in rows] == [True, True]
        assert [delivery.deliver_notice(row.pk) for row in rows] == [False, False]
    assert [message.to for message in mail.outbox] == [["fr@exemple.invalid"]]
    assert [sms["to"] for sms in sent_sms(sms_folder)] == ["+212612345678"]


def test_a_person_who_gave_no_way_is_told_nothing_and_the_file_goes_on(town):
    dossier = filed_dossier(town, applicant=make_applicant(make_person(), phone="", email=""))
    assert dossier.state == DossierState.ADMITTED
    assert not dossier.notices.exists()


def test_the_same_occasion_tells_a_person_once(town):
    dossier = filed_dossier(town, applicant=reader("ar"))
    for _twice in range(2):
        post(dossier, "act_to_sign", at=MONDAY, facts={}, once="act:1:2026-10-05")
    assert dossier.notices.filter(kind="act_to_sign").count() == 1


def test_a_mail_server_down_for_a_day_loses_nothing(town, monkeypatch):
    dossier = filed_dossier(town, applicant=reader("fr"))
    row = dossier.notices.get(channel="mail", kind="admitted")

    def down(**_message):
        raise Unavailable("down", code="mail")

    monkeypatch.setattr(delivery, "send_mail", down)
    moment = MONDAY
    while moment < MONDAY + DAY:
        with clock.at(moment):
            delivery.deliver_notice(row.pk)
        row.refresh_from_db()
        moment = max(row.next_try_at, moment + timedelta(minutes=1))
    assert (row.state, row.error) == (Notice.State.WAITING, "mail")
    monkeypatch.undo()
    with clock.at(moment):
        assert delivery.deliver_notice(row.pk)
    assert len(mail.outbox) == 1


def test_a_worker_killed_while_sending_is_replaced_by_the_sweep(town, monkeypatch):
    dossier = filed_dossier(town, applicant=reader("fr"))
    row = dossier.notices.get(channel="mail", kind="admitted")
    with clock.at(MONDAY):
        assert delivery._claim(row.pk, MONDAY) is not None  # and then it dies
        assert not delivery.deliver_notice(row.pk)
    queued = []
    monkeypatch.setattr(delivery, "enqueue", lambda task, pk: queued.append(pk))
    with clock.at(MONDAY + timedelta(minutes=6)):
        delivery.sweep_notices()
        assert row.pk in queued
        assert delivery.deliver_notice(row.pk)


def test_what_stands_in_the_queue_is_not_queued_again_each_minute(town, monkeypatch):
    """A slow mail server: the queue holds each message once, or it would grow by what waits at every sweep."""
    row = filed_dossier(town, applicant=reader("fr")).notices.get(channel="mail", kind="admitted")
    queued = []
    monkeypatch.setattr(delivery, "enqueue", lambda task, pk: queued.append(pk))
    for minute in range(1, 4):
        with clock.at(MONDAY + timedelta(minutes=minute)):
            delivery.sweep_notices()
    assert row.pk not in queued
    # The queue itself may have lost it.
    for minute in (6, 7):
        with clock.at(MONDAY + timedelta(minutes=minute)):
            delivery.sweep_notices()
    assert queued.count(row.pk) == 1


def test_a_message_that_never_goes_is_given_up_and_shown(town, monkeypatch):
    row = filed_dossier(town, applicant=reader("fr")).notices.get(channel="mail", kind="admitted")
    Notice.objects.filter(pk=row.pk).update(attempts=delivery.MAX_ATTEMPTS - 1)

    def down(**_message):
        raise Unavailable("down", code="mail")

    monkeypatch.setattr(delivery, "send_mail", down)
    with clock.at(MONDAY):
        delivery.deliver_notice(row.pk)
    row.refresh_from_db()
    assert row.state == Notice.State.FAILED


def tried_until_given_up(row, monkeypatch, error):
    """Try at each moment the row says until it is given up; gives the moments of the tries."""

    def broken(**_message):
        raise error

    monkeypatch.setattr(delivery, "send_mail", broken)
    moments, moment = [], MONDAY
    while row.state == Notice.State.WAITING and len(moments) < 100:
        moments.append(moment)
        with clock.at(moment):
            delivery.deliver_notice(row.pk)
        row.refresh_from_db()
        moment = row.next_try_at
    monkeypatch.undo()
    return moments


@pytest.mark.parametrize(
    ("error", "reason"), [(ValueError("of ours"), "fault:ValueError"), (Unavailable("down", code="mail"), "mail")]
)
def test_whatever_goes_wrong_is_tried_at_growing_waits_for_days_and_then_given_up(town, monkeypatch, error, reason):
    row = filed_dossier(town, applicant=reader("fr")).notices.get(channel="mail", kind="admitted")
    moments = tried_until_given_up(row, monkeypatch, error)
    assert (row.state, row.error, len(moments)) == (Notice.State.FAILED, reason, delivery.MAX_ATTEMPTS)
    assert moments[-1] - moments[0] > 2 * DAY
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits == sorted(waits)
    with clock.at(moments[-1] + DAY):
        assert not delivery.deliver_notice(row.pk)


def test_a_message_its_workers_die_of_is_given_up_too(town):
    row = filed_dossier(town, applicant=reader("fr")).notices.get(channel="mail", kind="admitted")
    moment = MONDAY
    for _death in range(delivery.MAX_ATTEMPTS):
        assert delivery._claim(row.pk, moment) is not None
        moment += timedelta(minutes=6)
    with clock.at(moment):
        assert not delivery.deliver_notice(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == (Notice.State.FAILED, delivery.DIED)


def test_what_was_given_up_is_sent_when_a_person_tries_it_again(town, monkeypatch):
    row = filed_dossier(town, applicant=reader("fr")).notices.get(channel="mail", kind="admitted")
    moments = tried_until_given_up(row, monkeypatch, ValueError("of ours"))
    rows, later = Notice.objects.filter(pk=row.pk), moments[-1] + 3 * DAY
    assert [delivery.try_again(rows, actor=make_person(), at=later) for _twice in range(2)] == [1, 0]
    with clock.at(later):
        assert delivery.deliver_notice(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, len(mail.outbox)) == (Notice.State.SENT, 1, 1)
    assert delivery.try_again(rows, actor=make_person(), at=later) == 0


def addresses(dossier, kind):
    return set(dossier.notices.filter(kind=kind).values_list("address", flat=True))


def test_each_officer_is_told_what_is_theirs(town):
    dossier = awaiting_decision(town)
    assert addresses(dossier, "to_decide") == {town.president.email}
    asked = dossier_in_session(town)
    assert addresses(asked, "opinion_asked") == {
        town.members[kind].email for kind in ("province", "commune", "urban_agency")
    }


def test_who_filed_for_another_is_told_beside_them(town):
    architect = make_person(email="architecte@exemple.invalid", language="fr")
    owner = without_account()
    dossier = open_dossier(
        actor=architect,
        applicant=replace(owner, email="maitre@exemple.invalid"),
        version=town.version(OCCUPATION),
        commune=town.commune,
        answers={},
        pieces=make_pieces("identity_copy", "right_on_place"),
        origin=Dossier.Origin.ONLINE,
        idempotency_key="draft:7",
        at=MONDAY,
    )
    assert addresses(dossier, "admitted") == {"architecte@exemple.invalid", "maitre@exemple.invalid"}


def test_missing_documents_are_reminded_twice_and_then_the_file_is_closed(town):
    dossier = incomplete_dossier(town, applicant=reader("ar"))
    kinds = []
    for days in range(40):
        with clock.at(MONDAY + days * DAY):
            tasks.sweep_clock()
            tasks.sweep_clock()
        kinds = list(dossier.events.order_by("sequence").values_list("kind", "at"))
    assert [(kind, (at - MONDAY).days) for kind, at in kinds[2:]] == [
        ("remind_pieces", 10),
        ("remind_pieces", 21),  # the twentieth day is a Sunday
        ("close_unanswered", 31),
    ]
    dossier.refresh_from_db()
    assert dossier.state == DossierState.CLOSED_UNANSWERED
    assert dossier.notices.filter(kind="pieces_reminded", channel="sms").count() == 2


def test_notices_carry_no_name(town):
    dossier = filed_dossier(town, OCCUPATION, applicant=reader("fr"))
    written = json.dumps([row.data for row in dossier.notices.all()], ensure_ascii=False)
    assert dossier.applicant_name not in written
    assert dossier.applicant_cnie not in written


def test_only_the_applicant_is_told_by_sms():
    assert {kind.audience for kind in KINDS if kind.sms} == {Audience.APPLICANT}
