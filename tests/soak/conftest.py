"""What soak tests share: their size, their chance, mortals, and the town of the register's tests.

Every test of this folder has one code for both forms: `@pytest.mark.soak(short=…, long=…)` says how many, `size` gives it.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.accounts.models import User
from tests.factories import REFECTION, Town, make_person
from tests.tracking import conftest as register

from .jobs import FEE
from .mortals import Mortals

# The same town, papers and keys as the register's own tests.
town, papers, keys, authority_folder = register.town, register.papers, register.keys, register.authority_folder
_PATIENCE = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All soak tests in one process, beside the others, over committed rows."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("soak"))
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Where the chance of this test begins: `SOAK_SEED`, or another each time. It is printed with the test."""
    given = os.environ.get("SOAK_SEED", "")
    number = int(given) if given else random.SystemRandom().getrandbits(32)
    tell(request.node.name, SOAK_SEED=number)
    return number


@pytest.fixture
def chance(seed: int) -> random.Random:
    return random.Random(seed)


def tell(what: str, **figures: Any) -> None:
    """Print a figure: `make soak` shows it, the suite only beside a failure."""
    sys.stdout.write(f"\n  {what}: {', '.join(f'{name}={value}' for name, value in figures.items())}\n")


def wait_until(holds: Callable[[], bool]) -> None:
    """Look until `holds()` is true, a minute at most."""
    ends = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < ends, "it did not come true within a minute"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def _mortals(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortals]:
    made = Mortals(tmp_path_factory.mktemp("mortals") / "said.log")
    yield made
    made.close()


@pytest.fixture
def mortals(_mortals: Mortals) -> Iterator[Mortals]:
    """Processes of this test; none outlives it."""
    yield _mortals
    _mortals.kill_all()


@pytest.fixture
def applicant(town: Town) -> User:
    """Somebody with both ways to be told; the fee of a refection is known."""
    town.publish(REFECTION, rates={"repair_tax": str(FEE)})
    return make_person(
        "Demandeur", username="applicant", email="demandeur@exemple.invalid", phone="+212612345678", phone_verified=True
    )
