"""Periodic work on drafts; each is safe to run twice. Listed in `portal.schedules`."""

from __future__ import annotations

from portal.kernel.now import now

from . import expiry


def sweep_drafts() -> str:
    """Close what is past its time and erase what closed long ago."""
    at = now()
    return f"{expiry.close_expired(at=at)} closed, {expiry.erase_old(at=at)} erased"
