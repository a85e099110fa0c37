"""What every test can rely on: a migrated database of its own, a clean process, and rules that a run cannot break silently."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from tests.databases.templates import copies

CHROMIUM = ("chromium", "chromium-browser")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("allowed_skips", "reasons for which a test may be skipped, word for word", type="linelist")


# A skip nobody agreed to is a failure: what is left out must be seen.


def _not_agreed(config: pytest.Config, reason: str) -> str | None:
    reason = reason.removeprefix("Skipped: ")
    if reason in config.getini("allowed_skips"):
        return None
    return f"skipped, and the reason is not in allowed_skips (pyproject.toml): {reason}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: pytest.TestReport = yield
    if report.skipped:
        reason = getattr(report, "wasxfail", None)
        if reason is None:
            assert isinstance(report.longrepr, tuple)
            reason = report.longrepr[2]
        fault = _not_agreed(item.config, reason)
        if fault:
            report.outcome, report.longrepr = "failed", fault
            report.__dict__.pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report: pytest.CollectReport = yield
    if report.skipped:
        assert isinstance(report.longrepr, tuple)
        fault = _not_agreed(collector.config, report.longrepr[2])
        if fault:
            report.outcome, report.longrepr = "failed", fault
    return report


def _formless(item: pytest.Item) -> str | None:
    """What keeps a `soak` test from having both its forms: it names two sizes and takes the one of the run."""
    mark = item.get_closest_marker("soak")
    if mark is None:
        return None
    if not 0 < mark.kwargs.get("short", 0) < mark.kwargs.get("long", 0):
        return "soak(short=…, long=…) names two sizes, the second the larger"
    if "size" not in getattr(item, "fixturenames", ()):
        return "a soak test takes the fixture `size`, or its two forms would be the same"
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests about the other database: they run where it is. A soak test always runs, in one of its forms."""
    for item in items:
        fault = _formless(item)
        if fault:
            raise pytest.UsageError(f"{item.nodeid}: {fault}")
    elsewhere = [
        item for item in items if (mark := item.get_closest_marker("only_on")) and mark.args[0] != connection.vendor
    ]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


# The database.


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """This worker's copy of the migrated template, in place of pytest-django's own creation."""
    with django_db_blocker.unblock():
        worker = copies()
        worker.open()
    ordinary = connection.close_if_unusable_or_obsolete

    def unless_in_a_transaction() -> None:
        if not connection.in_atomic_block:
            ordinary()

    # A test that closes an answer by hand ends a request, on which Django would close the connection of its transaction.
    connection.close_if_unusable_or_obsolete = unless_in_a_transaction
    yield
    with django_db_blocker.unblock():
        worker.close()


# One process runs many tests: nothing goes from one to the next.


@pytest.fixture(autouse=True)
def _clean_process() -> Iterator[None]:
    cache.clear()
    translation.deactivate()
    structlog.contextvars.clear_contextvars()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_loop_of_the_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright's sync API leaves its loop marked as running in this thread; a test without a browser gets a clean thread."""
    if "playwright" in request.fixturenames:
        yield
        return
    left = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(left)


@pytest.fixture(autouse=True)
def _private_store_left_empty() -> Iterator[None]:
    """A test that keeps files asks for `private_files`; one that leaves some in the run's own store fails."""
    yield
    store = Path(settings.PRIVATE_FILES_DIR)
    left = sorted(str(path.relative_to(store)) for path in store.rglob("*") if path.is_file()) if store.exists() else []
    if left:
        shutil.rmtree(store)
        pytest.fail(f"left in the private file store (ask for the fixture private_files): {', '.join(left)}")


@pytest.fixture
def private_files(settings: Any, tmp_path: Path) -> Path:
    """A private file store of this test alone; gives its folder."""
    settings.PRIVATE_FILES_DIR = tmp_path / "private"
    return settings.PRIVATE_FILES_DIR


def size_of(soak: pytest.Mark) -> int:
    """How many a `soak` test does: `short` of its mark, `long` under `make soak`, or what SOAK_SIZE says there."""
    if os.environ.get("SOAK") != "1":
        return int(soak.kwargs["short"])
    return int(os.environ.get("SOAK_SIZE") or soak.kwargs["long"])


@pytest.fixture
def size(request: pytest.FixtureRequest) -> int:
    """The size of a `soak` test in this run."""
    return size_of(request.node.get_closest_marker("soak"))


# The tools of Debian that some tests need. Where one is missing, the test fails with a sentence: it is never left out.


def _found(*names: str, package: str) -> str:
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    pytest.fail(f"{names[0]} is not installed. On Debian: sudo apt-get install {package}", pytrace=False)


@pytest.fixture(scope="session")
def poppler() -> dict[str, str]:
    """The paths of poppler's tools by name: `pdftoppm`, `pdftotext`, `pdfsig`, `pdffonts`."""
    return {name: _found(name, package="poppler-utils") for name in ("pdftoppm", "pdftotext", "pdfsig", "pdffonts")}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright on Debian's Chromium, which calls nobody."""
    # Playwright's loop runs in the main thread, where Django would refuse every query from then on.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {
        **browser_type_launch_args,
        "executable_path": _found(*CHROMIUM, package="chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }
