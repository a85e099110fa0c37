"""A town under its real names."""

from __future__ import annotations

import pytest

from tests.factories import Town
from tests.tracking.catalogue import settle


@pytest.fixture
def town(town: Town) -> Town:
    return settle(town)
