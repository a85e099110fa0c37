"""The measurement itself runs; figures belong to the bench."""

from __future__ import annotations

from tests.tracking.signature.conftest import AT, CODE
from tracking.signature.rates import measure_checking, measure_signing


def test_signing_is_measured_in_turns(permit, authority, president):
    rates = measure_signing(
        permit, folder=authority.directory / "signers" / "president", code=CODE, at=AT, rounds=1, signatures=2
    )
    assert rates.ours > 0
    assert rates.stock > 0
    assert str(rates).startswith("ours ")


def test_checking_is_measured_in_turns(sealed, authority):
    rates = measure_checking(sealed.data, trust_roots=authority.roots, at=AT, rounds=1, checks=2)
    assert rates.ratio == rates.ours / rates.stock
