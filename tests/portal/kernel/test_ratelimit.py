"""Tries are counted for their whole window, also in the embedded cache of files."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core.cache import cache, caches

from portal.kernel.errors import Refused
from portal.kernel.now import at, now
from portal.kernel.ratelimit import take

HOUR = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["memory", "files"])
def counted(request, settings, tmp_path):
    backends = {
        "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rates"},
        "files": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)},
    }
    settings.CACHES = {"default": backends[request.param]}
    yield cache
    caches["default"].clear()


def test_the_try_after_the_last_allowed_one_is_refused(counted):
    with at(HOUR):
        for _allowed in range(3):
            take("sms", "+212600000001", limit=3, seconds=3600)
        with pytest.raises(Refused) as refused:
            take("sms", "+212600000001", limit=3, seconds=3600)
    assert refused.value.code == "too_many"


def test_another_key_and_the_next_window_are_counted_anew(counted):
    with at(HOUR):
        take("sms", "+212600000001", limit=1, seconds=3600)
        take("sms", "+212600000002", limit=1, seconds=3600)
    with at(HOUR + timedelta(hours=1)):
        take("sms", "+212600000001", limit=1, seconds=3600)


def test_a_count_lasts_as_long_as_its_window(counted, monkeypatch):
    """The file cache forgets a raised count after five minutes unless it is told how long to keep it."""
    began = now().timestamp()
    with at(HOUR):
        take("sms", "+212600000001", limit=1, seconds=3600)
        monkeypatch.setattr("time.time", lambda: began + 1200)
        with pytest.raises(Refused):
            take("sms", "+212600000001", limit=1, seconds=3600)


def test_a_count_dropped_by_a_full_cache_begins_again(counted, monkeypatch):
    def full(*_names, **_options):
        raise ValueError("not found")

    monkeypatch.setattr(type(caches["default"]), "incr", full)
    take("sms", "+212600000001", limit=1, seconds=3600)


def test_tries_made_at_once_are_all_counted(counted):
    """Thirty-two threads serve one process, and the file cache reads and writes a count in two steps."""
    ready, passed = Barrier(16), []

    def attempt(number):
        ready.wait()
        for _again in range(5):
            try:
                take("code", "one", limit=10, seconds=3600)
            except Refused:
                continue
            passed.append(number)

    with at(HOUR), ThreadPoolExecutor(16) as pool:
        contexts = [copy_context() for _number in range(16)]
        list(pool.map(lambda number: contexts[number].run(attempt, number), range(16)))
    assert len(passed) == 10
