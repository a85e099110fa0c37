"""The worker killed while it delivers: each message is sent at least once and marked once, none is lost."""

import json
import re
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django_q.brokers import get_broker

from portal.kernel import now as clock
from tests.factories import REFECTION
from tracking.models import Notice
from tracking.notifications.delivery import sweep_notices

from .conftest import tell, wait_until
from .jobs import file_request

FILED_A_ROUND = 20
# How often the worker dies while it sends; else while it starts.
SENDING = 0.8


@pytest.fixture(autouse=True)
def queue():
    """The queue of this test alone: another test's work may wait in it, for rows that are gone."""
    broker = get_broker()
    broker.delete_queue()
    yield broker
    broker.delete_queue()


def sent(folder):
    """How often each reference was told by SMS; a message that a killed worker began to write is no message."""
    told = Counter()
    for path in folder.glob("*.json"):
        try:
            told[re.search(r"/d/([^/]+)/", json.loads(path.read_text())["text"]).group(1)] += 1
        except json.JSONDecodeError:
            continue
    return told


def more_sent_than(number):
    return Notice.objects.filter(state=Notice.State.SENT).count() > number


def minutes_later(queue):
    """The queue has lost all it held, the time of the next try has come for whatever waits, and the sweep runs."""
    queue.delete_queue()
    Notice.objects.filter(state=Notice.State.WAITING).update(next_try_at=clock.now(), queued_at=None)
    return sweep_notices()


def waiting():
    return Notice.objects.filter(state=Notice.State.WAITING).count()


def no_more_wait_than(number):
    return waiting() <= number


@pytest.mark.soak(short=3, long=100)
def test_a_killed_worker_loses_no_message(queue, town, applicant, private_files, tmp_path, mortals, chance, size):
    folder = Path(tmp_path / "sms")
    town.version(REFECTION)
    applicant.email = ""
    applicant.save()
    waited = []
    for _round in range(size):
        for _request in range(FILED_A_ROUND):
            file_request(town.commune, applicant, at=clock.now())
        before = Notice.objects.filter(state=Notice.State.SENT).count()
        worker = mortals.start("tests.soak.jobs.run_queue", sms=str(folder))
        if chance.random() < SENDING:
            wait_until(partial(more_sent_than, before))
        time.sleep(chance.uniform(0, 0.3))
        assert mortals.kill(worker)
        waited.append(minutes_later(queue))

    worker = mortals.start("tests.soak.jobs.run_queue", sms=str(folder))
    # A sweep takes a few hundred; a minute without any sent would be a stall.
    while left := waiting():
        wait_until(partial(no_more_wait_than, max(0, left - 100)))
        sweep_notices()
    mortals.kill(worker)

    told = sent(folder)
    notices = Notice.objects.select_related("dossier")
    assert notices.count() == size * FILED_A_ROUND
    assert set(told) == {notice.dossier.reference for notice in notices}
    assert {(notice.state, notice.sent_at is not None, notice.error) for notice in notices} == {("sent", True, "")}
    # A worker that died between sending and marking sends again: at worst the one message it held.
    assert sum(told.values()) - len(told) <= size * settings.Q_CLUSTER["workers"]
    tell("queue", messages=len(told), twice=sum(told.values()) - len(told), kills=size, waited_at_kill=waited)
