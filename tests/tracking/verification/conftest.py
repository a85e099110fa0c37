"""A town under its real names, whose president and governor sign real papers."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from portal.kernel.files import read_file
from tests.factories import Town
from tests.tracking.catalogue import decide_in, settle
from tests.tracking.conftest import SIGNING_CODE, give_key
from tracking.actions.record_payment import record_payment
from tracking.actions.sign_act import sign_act
from tracking.models import Act
from tracking.signature.authority import trust
from tracking.signature.protocol import SignerRole

SIGNED = timedelta(hours=1)


@pytest.fixture
def town(town: Town, authority_folder: Path, settings: Any, private_files: Path) -> Town:
    settings.SIGNING_KEYS_DIR = authority_folder
    give_key(authority_folder, town.president, SignerRole.PRESIDENT, town.commune.code)
    return settle(town)


@pytest.fixture
def trusted(authority_folder: Path) -> dict[str, Any]:
    """The demonstration's authority, as the check wants it."""
    roots, crls = trust(authority_folder)
    return {"trust_roots": roots, "crls": crls}


def signed(town: Town, code: str = "U6", **fields: Any) -> Act:
    """An act signed by the president; notified, its fee not paid yet."""
    act = decide_in(town, code, **fields)
    return sign_act(act=act, code=SIGNING_CODE, actor=town.president, at=moment_after(act))


def delivered(town: Town, code: str = "U6", **fields: Any) -> Act:
    """An act signed, paid and delivered."""
    act = signed(town, code, **fields)
    assert act.dossier is not None
    record_payment(
        order=act.dossier.fee_orders.get(),
        means="cash",
        amount=Decimal("300.00"),
        quittance_number=f"Q-{act.pk}",
        actor=town.cashier,
        at=moment_after(act) + SIGNED,
    )
    act.refresh_from_db()
    return act


def moment_after(act: Act) -> datetime:
    return act.prepared_at + SIGNED


def paper_of(act: Act) -> bytes:
    """The sealed file of `act`."""
    assert act.file is not None
    return read_file(act.file)
