"""Two people at once, and a process killed between two writes: nothing lost, nothing twice, no number skipped or used twice."""

import subprocess
import sys
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from portal.accounts.models import Role
from portal.kernel import now as clock
from portal.kernel.errors import Conflict, DomainError, Refused
from portal.kernel.models import Counter
from tests.factories import (
    MONDAY,
    REFECTION,
    awaiting_decision,
    filed_dossier,
    make_applicant,
    make_file,
    make_officer,
    make_person,
    make_pieces,
    prepared_act,
)
from tracking import journal, tasks
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.record_foreign_act import record_foreign_act
from tracking.actions.sign_act import sign_act
from tracking.models import Act, ActState, Decision, Dossier, DossierState
from tracking.service import open_dossier

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
AT = MONDAY + timedelta(days=2)


def at_once(*runs):
    """Run each in a thread of its own, started together; gives results and refusals in the order of `runs`."""
    barrier = threading.Barrier(len(runs))
    answers = [None] * len(runs)

    def work(index, run):
        barrier.wait()
        try:
            answers[index] = run()
        except DomainError as refusal:
            answers[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(index, run)) for index, run in enumerate(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return answers


def again(row):
    """A fresh instance, as another request would have."""
    return type(row).objects.get(pk=row.pk)


def test_one_draft_submitted_four_times_at_once_is_one_dossier(town):
    person = make_person()
    version, pieces = town.version(REFECTION), make_pieces("identity_copy", "right_on_place")

    def submit():
        return open_dossier(
            actor=person,
            applicant=make_applicant(person),
            version=version,
            commune=town.commune,
            answers={},
            pieces=pieces,
            origin=Dossier.Origin.ONLINE,
            idempotency_key="draft:42",
            at=MONDAY,
        )

    answers = at_once(*[submit] * 4)
    assert {dossier.pk for dossier in answers} == {Dossier.objects.get().pk}
    assert Counter.objects.get(series__startswith="dossier/").last == 1
    assert filed_dossier(town).reference.startswith("085770111-U6-2026-000002-")


def test_many_filings_at_once_take_consecutive_numbers(town):
    people = [make_person() for _ in range(6)]
    town.version(REFECTION)
    answers = at_once(*[lambda p=p: filed_dossier(town, applicant=make_applicant(p)) for p in people])
    assert sorted(int(dossier.reference.split("-")[3]) for dossier in answers) == [1, 2, 3, 4, 5, 6]


def test_one_paper_recorded_by_two_clerks_at_once_is_one_act_and_one_number(town):
    key, colleague = town.version(REFECTION).key, make_officer(Role.CLERK, commune=town.commune)

    def record(clerk):
        scan = make_file()
        return lambda: record_foreign_act(
            commune=town.commune,
            key=key,
            origin=Act.Origin.PAPER,
            number="12/2019",
            issued_on=date(2019, 5, 3),
            holder_name="Titulaire",
            scan=scan,
            actor=clerk,
            at=AT,
        )

    answers = at_once(record(town.clerk), record(colleague))
    assert sorted(type(answer).__name__ for answer in answers) == ["Act", "Conflict"]
    assert Counter.objects.get(series__startswith="act/").last == Act.objects.count() == 1


def test_of_two_officers_who_decide_at_once_the_second_is_told(town):
    dossier = awaiting_decision(town)
    delegate = make_officer(Role.DELEGATE, commune=town.commune)

    def decide(actor, outcome):
        return lambda: decide_dossier(
            dossier=again(dossier),
            outcome=outcome,
            reasons="سبب الرفض",
            legal_ground="12-90 art. 43",
            actor=actor,
            at=AT,
        )

    answers = at_once(decide(town.president, Decision.Outcome.GRANT), decide(delegate, Decision.Outcome.REFUSAL))
    acts = [answer for answer in answers if isinstance(answer, Act)]
    refusals = [answer for answer in answers if isinstance(answer, Refused | Conflict)]
    assert (len(acts), [refusal.code for refusal in refusals]) == (1, ["undecided"])
    assert Act.objects.count() == Decision.objects.count() == 1
    assert journal.verify(dossier) == []


def test_a_president_who_clicks_twice_decides_once(town):
    dossier = awaiting_decision(town)

    def click():
        return decide_dossier(dossier=again(dossier), outcome=Decision.Outcome.GRANT, actor=town.president, at=AT)

    assert len({act.pk for act in at_once(click, click)}) == 1
    assert Act.objects.get().number == "1/2026"


def test_a_president_who_signs_twice_at_once_signs_once(town, keys):
    act = prepared_act(town)

    def sign():
        return sign_act(act=again(act), code=keys, actor=town.president, at=AT)

    answers = at_once(sign, sign)
    signed = [answer for answer in answers if isinstance(answer, Act)]
    told = [answer.code for answer in answers if isinstance(answer, DomainError)]
    assert len(signed) >= 1
    assert set(told) <= {"act_state_changed"}
    dossier = again(act.dossier)
    assert dossier.events.filter(kind="sign_grant").count() == 1
    assert dossier.events.filter(kind="notify_grant").count() == 1
    assert dossier.fee_orders.count() == 1


DYING = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from tests.tracking.conftest import plain_paper
from tracking import issuing, renderers
from tracking.actions import sign_act as signing
from tracking.models import Act

settings.SIGNING_KEYS_DIR = __import__("pathlib").Path({keys!r})
settings.PRIVATE_FILES_DIR = {files!r}
renderers.register_renderer("permit", plain_paper)


def die(*args, **kwargs):
    print("dying", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


setattr({module}, {name!r}, die)
act = Act.objects.get(pk={pk})
from datetime import datetime
signing.sign_act(act=act, code={code!r}, actor=act.decision.decided_by, at=datetime.fromisoformat({at!r}))
"""


def killed_while_signing(act, settings, code, module, name):
    """Sign in a process of its own, which kills itself where it would call `module.name`."""
    source = DYING.format(
        keys=str(settings.SIGNING_KEYS_DIR),
        files=str(settings.PRIVATE_FILES_DIR),
        module=module,
        name=name,
        pk=act.pk,
        code=code,
        at=AT.isoformat(),
    )
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (-9, "dying\n"), done.stderr


@pytest.mark.parametrize(
    ("module", "name"),
    [("issuing", "render"), ("issuing", "seal_pdf"), ("issuing", "store"), ("signing", "keep_signature")],
)
def test_a_process_killed_between_number_and_signature_leaves_the_number_to_be_signed(
    town, keys, settings, module, name
):
    act = prepared_act(town)
    killed_while_signing(act, settings, keys, module, name)
    act = again(act)
    assert (act.state, act.number, act.file_id) == (ActState.PREPARED, "1/2026", None)

    with clock.at(AT + timedelta(minutes=30)):
        tasks.sweep_issuing()
        tasks.sweep_issuing()
    reminded = act.dossier.notices.filter(kind="act_to_sign")
    assert [notice.address for notice in reminded] == [town.president.email]
    act = sign_act(act=act, code=keys, actor=town.president, at=AT + timedelta(hours=1))

    assert (act.number, act.dossier.state) == ("1/2026", DossierState.APPROVED)
    assert act.dossier.events.filter(kind="sign_grant").count() == 1
    assert prepared_act(town).number == "2/2026"


@pytest.mark.parametrize("name", ["after_signature"])
def test_a_process_killed_between_signature_and_notification_is_finished_by_the_sweep(town, keys, settings, name):
    act = prepared_act(town)
    killed_while_signing(act, settings, keys, "signing", name)
    act = again(act)
    assert (act.state, act.dossier.state, act.notified_on) == (ActState.SIGNED, DossierState.SIGNED, None)

    with clock.at(AT + timedelta(minutes=5)):
        assert tasks.sweep_issuing() == 1
        assert tasks.sweep_issuing() == 0
    act = again(act)
    assert (act.dossier.state, act.number) == (DossierState.APPROVED, "1/2026")
    assert act.dossier.notices.filter(kind="approved", channel="sms").count() == 1
    assert prepared_act(town).number == "2/2026"


def test_a_process_killed_inside_a_transaction_gives_its_number_back(town, settings):
    dossier = awaiting_decision(town)
    source = f"""
import os, signal
import django
django.setup()
from tracking.actions import decide_dossier as deciding
from tracking.models import Dossier
deciding.apply = lambda **kw: os.kill(os.getpid(), signal.SIGKILL)
from datetime import datetime
from portal.accounts.models import User
deciding.decide_dossier(
    dossier=Dossier.objects.get(pk={dossier.pk}), outcome="grant", actor=User.objects.get(pk={town.president.pk}),
    at=datetime.fromisoformat({AT.isoformat()!r}))
"""
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == -9, done.stderr
    assert not Act.objects.exists()
    act = decide_dossier(dossier=again(dossier), outcome="grant", actor=town.president, at=AT)
    assert act.number == "1/2026"
