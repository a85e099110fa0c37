"""Many people fill a request at the same time, in several processes and threads: each answer is kept, nobody meets an error."""

import time

import pytest

from forms.models import Draft
from home.opening import open_province
from tests.forms.factories import ANSWERS, AT, FORM

from .conftest import tell

PROCESSES = 3
THREADS = 8
# What each browser saves: three steps, and the first one again from a second window.
SAVES = 4


@pytest.mark.soak(short=20, long=500)
def test_drafts_saved_at_once_lose_nothing(town, mortals, size):
    town.version(FORM)
    open_province(town.province, at=AT)
    began = time.monotonic()
    filling = [
        mortals.start("tests.soak.jobs.fill_drafts", people=list(range(first, size, PROCESSES)), threads=THREADS)
        for first in range(PROCESSES)
    ]
    for pid in filling:
        mortals.wait(pid)
    seconds = time.monotonic() - began

    drafts = list(Draft.objects.all())
    expected = {key: value for given in ANSWERS.values() for key, value in given.items()}
    names = {draft.answers.pop("full_name"): draft for draft in drafts}
    assert sorted(names) == sorted(f"Personne {number} bis" for number in range(size))
    for name, draft in names.items():
        assert draft.answers == {**expected, "full_name": name}
        assert draft.revision == SAVES
    tell("drafts", saved=len(drafts), saves=SAVES * len(drafts), seconds=round(seconds, 1))
