"""Which dossiers and acts the sweep must look at: keys only, in batches, so that memory does not grow with the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from portal.kernel.now import local_date

from ..models import Act, ActState, Dossier, DossierState
from .table import RUNNING

BATCH: Final = 500
# Long enough that whoever is issuing an act in this minute is left alone.
_INTERRUPTED: Final = timedelta(minutes=10)


def dossiers(rows: QuerySet[Dossier]) -> Iterator[Dossier]:
    """The dossiers of `rows` with what the rules read, one batch in memory at a time."""
    last = 0
    while True:
        batch = list(
            rows.filter(pk__gt=last)
            .order_by("pk")
            .select_related("version", "key", "commune__province", "local", "applicant")[:BATCH]
        )
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1].pk


def past_due(*, at: datetime) -> QuerySet[Dossier]:
    """Dossiers whose last day is over and which are not marked, or could be granted by silence."""
    return Dossier.objects.filter(state__in=RUNNING, due_on__lt=local_date(at)).exclude(
        overdue_since__isnull=False, silence_grants=False
    )


def waiting_on_pieces() -> QuerySet[Dossier]:
    """Incomplete dossiers: to remind, then to close."""
    return Dossier.objects.filter(state=DossierState.HELD_INCOMPLETE)


def reservations_past(*, at: datetime) -> QuerySet[Dossier]:
    """Dossiers whose reservations were not answered in their days."""
    return Dossier.objects.filter(state=DossierState.RESERVATIONS_NOTIFIED, wait_until__lt=local_date(at))


def signed_not_notified(*, at: datetime) -> QuerySet[Dossier]:
    """Signed dossiers whose applicant has a space: a process died before it notified them."""
    return Dossier.objects.filter(
        state=DossierState.SIGNED, applicant__isnull=False, state_since__lt=at - timedelta(minutes=1)
    )


def signed_and_granted_by_silence() -> QuerySet[Dossier]:
    """Grants that were signed in time and not notified: they may still be delivered."""
    return Dossier.objects.filter(
        state=DossierState.TACITLY_GRANTED,
        applicant__isnull=False,
        acts__state=ActState.SIGNED,
        acts__decision__outcome="grant",
    )


def approved() -> QuerySet[Dossier]:
    """Approved dossiers: to deliver if nothing is due, to remind if something is."""
    return Dossier.objects.filter(state=DossierState.APPROVED)


def running() -> QuerySet[Dossier]:
    """Dossiers whose clock may run: their last day moves with the calendar."""
    return Dossier.objects.filter(state__in=RUNNING).prefetch_related("segments")


def interrupted_acts(*, at: datetime) -> QuerySet[Act]:
    """Acts with a number and no signature, long enough after it was taken."""
    return (
        Act.objects.filter(state=ActState.PREPARED, dossier__isnull=False, prepared_at__lt=at - _INTERRUPTED)
        .select_related("dossier__commune__province")
        .order_by("pk")
    )


def acts_past_validity(*, at: datetime) -> QuerySet[Act]:
    """Acts in force whose last day is over."""
    return (
        Act.objects.filter(state__in=(ActState.VALID, ActState.IN_WORKS), valid_until__lt=local_date(at))
        .select_related("dossier__version")
        .order_by("pk")
    )
