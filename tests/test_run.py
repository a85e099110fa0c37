"""The rules every run of the suite keeps: a skip is agreed to or fails, a flush gives back what the template holds."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Locale, Page

from tests.conftest import _formless, pytest_make_collect_report, pytest_runtest_makereport, size_of
from tests.databases.templates import copies, key


def ended(outcome, reason, *, allowed=(), **more):
    """What the hook makes of a report that ended with `outcome` for `reason`, where the `allowed` reasons are agreed to."""
    report = SimpleNamespace(
        outcome=outcome, skipped=outcome == "skipped", longrepr=("file.py", 1, f"Skipped: {reason}"), **more
    )
    config = SimpleNamespace(getini=lambda name: {"allowed_skips": list(allowed)}[name])
    hook = pytest_runtest_makereport(SimpleNamespace(config=config))
    next(hook)
    try:
        hook.send(report)
    except StopIteration as end:
        return end.value
    raise AssertionError("the hook did not end")


def test_a_skip_nobody_agreed_to_fails_the_run():
    report = ended("skipped", "no browser")
    assert report.outcome == "failed"
    assert "no browser" in report.longrepr


def test_an_expected_failure_nobody_agreed_to_fails_the_run():
    assert ended("skipped", "", wasxfail="known bug").outcome == "failed"


def test_an_agreed_skip_stays_a_skip():
    assert ended("skipped", "no token here", allowed=["no token here"]).outcome == "skipped"


def test_a_test_that_passed_is_left_alone():
    assert ended("passed", "").outcome == "passed"


def test_a_module_that_skips_itself_fails_the_run():
    report = SimpleNamespace(outcome="skipped", skipped=True, longrepr=("file.py", 1, "Skipped: not today"))
    hook = pytest_make_collect_report(SimpleNamespace(config=SimpleNamespace(getini=lambda name: [])))
    next(hook)
    with pytest.raises(StopIteration):
        hook.send(report)
    assert report.outcome == "failed"


@pytest.mark.parametrize(
    ("sizes", "takes", "sound"),
    [
        ({"short": 3, "long": 100}, ["size"], True),
        ({"short": 3, "long": 100}, ["town"], False),
        ({"long": 100}, ["size"], False),
        ({"short": 100, "long": 3}, ["size"], False),
        (None, [], True),
    ],
    ids=["both forms", "one size for both", "no short form", "short is the longer", "no soak test"],
)
def test_a_soak_test_has_two_forms_of_one_code(sizes, takes, sound):
    mark = None if sizes is None else SimpleNamespace(kwargs=sizes)
    item = SimpleNamespace(get_closest_marker={"soak": mark}.get, fixturenames=takes)
    assert (_formless(item) is None) is sound


@pytest.mark.parametrize(("environment", "size"), [({}, 3), ({"SOAK": "1"}, 100), ({"SOAK": "1", "SOAK_SIZE": "7"}, 7)])
def test_the_form_is_the_runs_and_nothing_is_skipped(monkeypatch, environment, size):
    for name in ("SOAK", "SOAK_SIZE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    mark = SimpleNamespace(kwargs={"short": 3, "long": 100})
    assert size_of(mark) == size


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_flush_gives_back_locales_root_page_and_triggers(turn):
    """Twice, so that one of them starts after Django's own flush of the other."""
    before = rows()
    assert {"ar", "fr", "zgh"} <= set(before["locales"])
    assert before["roots"] == 1
    Locale.objects.exclude(language_code="fr").delete()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_by_a_test (id integer)")
    connection.close()
    call_command("flush", interactive=False)
    assert rows() == before
    assert "left_by_a_test" not in connection.introspection.table_names()


def rows():
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        triggers = [row[0] for row in cursor.fetchall()]
    return {
        "locales": sorted(Locale.objects.values_list("language_code", flat=True)),
        "roots": Page.objects.filter(depth=1).count(),
        "triggers": triggers,
    }


@pytest.mark.django_db
def test_the_suite_runs_on_its_own_copy():
    assert connection.settings_dict["NAME"] == copies().copy
    assert len(key()) == 16
