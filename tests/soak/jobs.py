"""What the mortals do: the ordinary work of the portal, on and on, in whatever moment they are killed."""

from __future__ import annotations

import multiprocessing
import random
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from portal.accounts.models import Role, User
from portal.kernel import now as clock
from portal.kernel.files import store
from portal.territory.models import Commune
from procedures.models import ProcedureVersion
from tests.factories import MONDAY
from tests.forms.conftest import Filler
from tests.tracking.conftest import plain_paper
from tracking import renderers, tasks
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.prepare_decision import prepare_decision
from tracking.actions.record_payment import record_payment
from tracking.actions.sign_act import sign_act
from tracking.models import Decision, Dossier
from tracking.service import Applicant, FiledPiece, open_dossier

DAY = timedelta(days=1)
FEE = Decimal(300)
SIGNED_AT = MONDAY + 2 * DAY


def work_on_dossiers(*, keys: str, files: str, code: str, seed: int, most: int = 0) -> None:
    """File, check, decide, sign and cash one request after the other, without end or `most` of them; one in four is refused."""
    settings.SIGNING_KEYS_DIR, settings.PRIVATE_FILES_DIR = Path(keys), files
    for kind in ("permit", "refusal"):
        renderers.register_renderer(kind, plain_paper)
    chance = random.Random(seed)
    done = 0
    while not most or done < most:
        done += 1
        # No person signs so many in five minutes: the limit of tries is counted per process here.
        cache.clear()
        one_dossier(code, outcome=chance.choices(list(Decision.Outcome.values), [3, 1])[0])


def one_dossier(code: str, *, outcome: str) -> None:
    """One request from its filing to the hand-over of its act."""
    commune = Commune.objects.select_related("province").get(code="08.577.01.11")
    dossier = file_request(commune, User.objects.get(username="applicant"))
    technician, president, cashier = (
        _officer(role, commune) for role in (Role.TECHNICIAN, Role.PRESIDENT, Role.CASHIER)
    )
    prepare_decision(dossier=dossier, finding="Conforme", actor=technician, at=MONDAY + DAY)
    refused = outcome == Decision.Outcome.REFUSAL
    act = decide_dossier(
        dossier=dossier,
        outcome=outcome,
        reasons="البناء مخالف لتصميم التهيئة" if refused else "",
        legal_ground="12-90 art. 43" if refused else "",
        actor=president,
        at=SIGNED_AT - timedelta(hours=1),
    )
    sign_act(act=act, code=code, actor=president, at=SIGNED_AT)
    if not refused:
        record_payment(
            order=dossier.fee_orders.get(),
            means="cash",
            amount=FEE,
            quittance_number=uuid.uuid4().hex[:12],
            actor=cashier,
            at=SIGNED_AT,
        )


def file_request(commune: Commune, person: User, *, at: datetime = MONDAY, key: str = "") -> Dossier:
    """A complete request of `person`, with its two documents in the private store."""
    return open_dossier(
        actor=person,
        applicant=Applicant(
            user=person,
            name=person.full_name,
            cnie="AB123456",
            phone=str(person.phone),
            email=person.email,
            language="ar",
        ),
        version=ProcedureVersion.objects.get(key__code="U6"),
        commune=commune,
        answers={},
        pieces=[
            FiledPiece(code, store(plain_paper(None), name=f"{code}.pdf", at=at), f"{code}.pdf")
            for code in ("identity_copy", "right_on_place")
        ],
        origin=Dossier.Origin.ONLINE,
        idempotency_key=key or f"soak:{uuid.uuid4()}",
        at=at,
    )


def _officer(role: Role, commune: Commune) -> User:
    return User.objects.get(grants__role=role, grants__commune=commune)


def sweep_clock(*, at: str) -> None:
    """The nightly sweep, at the moment `at` (ISO 8601)."""
    with clock.at(datetime.fromisoformat(at)):
        tasks.sweep_clock()


def run_queue(*, sms: str) -> None:
    """The worker of `make run`, its messages written under the folder `sms`."""
    settings.SMS_FILE_PATH = sms
    call_command("qcluster", verbosity=0)
    # The command leaves its guard behind, and lives as long as it does.
    for guard in multiprocessing.active_children():
        guard.join()


def fill_drafts(*, people: list[int], threads: int) -> None:
    """A browser for each of `people` fills one request; all are begun before one is finished, saved by `threads` at once."""
    commune = Commune.objects.get(code="08.577.01.11")
    browsers = {person: Filler(Client(), None, commune=commune) for person in people}
    with ThreadPoolExecutor(threads) as pool:
        _all([pool.submit(_save, browsers[person], "applicant", full_name=f"Personne {person}") for person in people])
        _all([pool.submit(_save, browsers[person], "place") for person in people])
        # Two windows of each browser: the last step, and the first one corrected, at the same moment.
        last = [pool.submit(_save, browsers[person], "works") for person in people]
        for person in people:
            window = Filler(Client(), None, commune=commune)
            window.client.cookies = browsers[person].client.cookies.copy()
            last.append(pool.submit(_save, window, "applicant", full_name=f"Personne {person} bis"))
        _all(last)


def _all(saved: list[Future[None]]) -> None:
    for saving in saved:
        saving.result()


def _save(browser: Filler, step: str, **changes: str) -> None:
    response = browser.post(step, **changes)
    assert response.status_code == 302, (step, response.status_code)
