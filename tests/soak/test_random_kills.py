"""Processes killed at any moment while they file, decide, sign and cash: the sweeps finish what they left, once."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.module_loading import import_string

from portal.kernel import now as clock
from portal.schedules import PERIODIC
from tracking.actions.sign_act import sign_act
from tracking.models import Act, ActState, Dossier, Event

from . import holds
from .conftest import tell
from .jobs import SIGNED_AT

AT_ONCE = 2
# In requests worked on, measured on this machine, so that a kill falls at each step of one.
LONGEST_LIFE = 2


def run_sweeps(at):
    """Every periodic task of the portal, as a worker would at `at`."""
    with clock.at(at):
        for periodic in PERIODIC:
            import_string(periodic.task)()


@pytest.mark.soak(short=6, long=300)
def test_what_killed_processes_left_is_finished_once(town, applicant, keys, settings, mortals, chance, size):
    def start(**more):
        place = {"keys": str(settings.SIGNING_KEYS_DIR), "files": str(settings.PRIVATE_FILES_DIR), "code": keys}
        return mortals.start("tests.soak.jobs.work_on_dossiers", seed=chance.getrandbits(32), **place, **more)

    mortals.wait(start(most=1))
    began = time.monotonic()
    mortals.wait(start(most=1))
    one = time.monotonic() - began

    killed = 0
    while killed < size:
        working = [start() for _ in range(AT_ONCE)]
        for pid in working:
            time.sleep(chance.uniform(0, LONGEST_LIFE * one))
            assert mortals.kill(pid)
            killed += 1
    left = {state: Act.objects.filter(state=state).count() for state in (ActState.PREPARED, ActState.SIGNED)}

    soon = SIGNED_AT + timedelta(minutes=30)
    run_sweeps(soon)
    for act in Act.objects.filter(state=ActState.PREPARED):
        assert act.dossier.notices.filter(kind="act_to_sign").count() == 1
        # No person signs so many in five minutes: the limit of tries is not what is tried here.
        cache.clear()
        sign_act(act=act, code=keys, actor=town.president, at=soon)
    run_sweeps(soon + timedelta(minutes=30))
    # Files that no row took up are kept for some days, for whoever is still writing.
    with clock.at(clock.now() + timedelta(days=settings.LEFTOVER_FILE_DAYS + 1)):
        import_string("portal.kernel.leftovers.sweep_leftovers")()

    assert [fault for check in holds.EVERYWHERE for fault in check()] == []
    events = Event.objects.count()
    run_sweeps(soon + timedelta(hours=1))
    assert Event.objects.count() == events
    tell(
        "killed",
        processes=killed,
        seconds_a_request=round(one, 2),
        dossiers=Dossier.objects.count(),
        acts=Act.objects.count(),
        left=left,
    )
