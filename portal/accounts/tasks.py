"""Periodic work on accounts; each is safe to run twice. Listed in `portal.schedules`."""

from __future__ import annotations

from portal.kernel.now import now

from . import people


def sweep_accounts() -> str:
    """Remove sign-ups never finished, sessions that ended, and counts of failed sign-ins that no longer shut a door."""
    at = now()
    pending, sessions = people.sweep_pending(at=at), people.sweep_sessions(at=at)
    return f"{pending} sign-ups, {sessions} sessions, {people.sweep_failures(at=at)} failures removed"
