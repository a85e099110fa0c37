"""Places to operate on: each with a folder and a database of its own, dropped after."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.databases.templates import PostgresCopies, copies
from tests.journeys.database import opened_copy

from .place import Place


def _fill(folder: Path) -> Callable[[str], None]:
    def law(url: str) -> None:
        folder.mkdir()
        done = Place(folder, url).run(sys.executable, "-m", "tests.journeys.fill", "law")
        assert done.returncode == 0, done.stderr[-3000:]

    return law


@pytest.fixture(scope="session")
def demonstration(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A place with the demonstration's files. To be copied, not changed."""
    folder = tmp_path_factory.mktemp("operating") / "first"
    folder.mkdir(mode=0o700)
    with django_db_blocker.unblock():
        opened = opened_copy(folder, _fill(folder.with_name("filling")), of="operating")
        url = opened.__enter__()
    place = Place(folder, url if isinstance(copies(), PostgresCopies) else "")
    place.state("demonstrate")
    yield place
    with django_db_blocker.unblock():
        opened.__exit__(None, None, None)


@contextmanager
def places(demonstration: Place, blocker: Any, folder: Path) -> Iterator[Callable[..., Place]]:
    """Makes places under `folder`: `make()` an empty one, `make(filled=True)` a copy of the demonstration."""
    made: list[str] = []

    def make(*, filled: bool = False) -> Place:
        data = folder / f"data-{len(made)}"
        if filled:
            shutil.copytree(demonstration.folder, data)
        backend = copies()
        if not isinstance(backend, PostgresCopies):
            made.append("")
            return Place(data)
        name = f"{PostgresCopies.COPY}{os.getpid()}_{backend.worker}_{folder.name.replace('-', '_')[-20:]}_{len(made)}".lower()
        server, source = demonstration.url.rsplit("/", 1)
        with blocker.unblock():
            backend._execute(f"CREATE DATABASE {name} TEMPLATE {source if filled else 'template0'}")
        made.append(name)
        return Place(data, f"{server}/{name}")

    yield make
    with blocker.unblock():
        for name in filter(None, made):
            copies()._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def new_place(demonstration: Place, django_db_blocker: Any, tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """Makes places of this test alone."""
    with places(demonstration, django_db_blocker, tmp_path) as make:
        yield make
