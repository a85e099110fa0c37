"""One portal and one browser for all journeys; every person's browser must have met no fault by the end of the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from .people import DESK, Citizen, Officer, Person, Stranger
from .server import Portal, running_portal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys in one process, one after the other: one portal, one browser."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def _running(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            running = stack.enter_context(running_portal(tmp_path_factory.mktemp("journeys") / "portal"))
        yield running
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture
def portal(_running: Portal) -> Iterator[Portal]:
    """The portal of all journeys; each begins today, however far the one before went."""
    yield _running
    _running.days_later(0)


@pytest.fixture
def people(portal: Portal, browser: Browser) -> Iterator[Any]:
    """Makes a person: `people(Citizen, language="fr")`. At the end each closes their browser and tells its faults."""
    here: list[Person] = []

    def make(kind: type[Person], **how: Any) -> Person:
        person = kind(portal, browser, **how)
        here.append(person)
        return person

    yield make
    faults = [fault for person in here for fault in person.faults]
    for person in here:
        person.leave()
    assert faults == []


@pytest.fixture(scope="session")
def _desks() -> dict[str, Officer]:
    return {}


@pytest.fixture(scope="session")
def second_factors() -> set[str]:
    """The codes already used: each is taken once."""
    return set()


@pytest.fixture
def desk(portal: Portal, browser: Browser, _desks: dict[str, Officer]) -> Iterator[Any]:
    """The officer of a role of the demonstration, with the session they opened in an earlier journey."""
    met: list[Officer] = []

    def enter(slug: str) -> Officer:
        if slug not in _desks:
            _desks[slug] = Officer(portal, browser, language="ar", size=DESK)
            _desks[slug].enter(slug)
        met.append(_desks[slug])
        return _desks[slug]

    yield enter
    faults = [fault for officer in met for fault in officer.faults]
    for officer in met:
        officer.faults.clear()
    assert faults == []


@pytest.fixture
def citizen(people: Any) -> Any:
    """Makes a citizen: `citizen(language="ar", size=PHONE)`."""
    return lambda **how: people(Citizen, **how)


@pytest.fixture
def stranger(people: Any) -> Stranger:
    made: Stranger = people(Stranger, language="ar")
    return made


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "صورة.jpg"
    Image.new("RGB", (600, 400), (150, 120, 90)).save(path)
    return path


@pytest.fixture(scope="session")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A one-page PDF."""
    import pikepdf

    path = tmp_path_factory.mktemp("files") / "plan.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path)
    return path
