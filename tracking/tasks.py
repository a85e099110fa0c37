"""The sweeps of the register: what time does by itself, and what a process that died left undone.

Each dossier is handled in its own transaction and its own try: one that fails, whatever the mistake, is logged and does not
stop the others, whose terms run out too. All of it is safe to run twice, at once, or after days without a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

import structlog
from django.db import transaction

from portal.kernel.errors import Conflict, DomainError, Refused
from portal.kernel.now import local_date, now

from .actions.close_unanswered import close_unanswered
from .actions.deliver_act import deliver_act
from .actions.grant_by_silence import grant_by_silence
from .actions.lift_reservations import lapse_reservations
from .actions.notify_decision import notify_decision
from .lifecycle import due, waiting
from .lifecycle.apply import apply, apply_act, lock, mark_overdue, recompute_due
from .lifecycle.case import Case
from .lifecycle.guards import FEE_SETTLED
from .lifecycle.table import SYSTEM
from .models import Act, ActState, Dossier
from .notifications.outbox import post
from .payments.orders import told

log = structlog.get_logger(__name__)

ENDS: Final[Mapping[ActState, str]] = {ActState.EXPIRED: "expire", ActState.LAPSE_PRESUMED: "presume_lapse"}
FEE_REMINDERS: Final = ("remind_fee_first", "remind_fee_second", "remind_fee_third")


def sweep_clock() -> int:
    """Tacit grants at their exact moment, lateness, reservations and documents that did not come; gives how many moved."""
    at = now()
    moved = _each(waiting.dossiers(waiting.signed_not_notified(at=at)), lambda d: _notify(d, at))
    moved += _each(waiting.dossiers(waiting.past_due(at=at)), lambda d: _settle_term(d, at))
    moved += _each(waiting.dossiers(waiting.reservations_past(at=at)), lambda d: _lapse(d, at))
    moved += _each(waiting.dossiers(waiting.waiting_on_pieces()), lambda d: _close(d, at))
    return moved


def sweep_issuing() -> int:
    """Go on with what a dead process left between number, signature, notification and delivery; gives how many moved."""
    at = now()
    moved = _each(waiting.dossiers(waiting.signed_not_notified(at=at)), lambda d: _notify(d, at))
    moved += _each(waiting.dossiers(waiting.signed_and_granted_by_silence()), lambda d: _notify(d, at))
    moved += _each(waiting.dossiers(waiting.approved()), lambda d: _deliver_or_remind(d, at))
    for act in waiting.interrupted_acts(at=at):
        with transaction.atomic():
            assert act.dossier is not None
            # Once a day: the number waits for the code of its signer, which no machine holds.
            moved += bool(
                post(act.dossier, "act_to_sign", at=at, facts={}, once=f"act:{act.pk}:{local_date(at).isoformat()}")
            )
    return moved


def sweep_validity() -> int:
    """Acts whose last day is over, moved as their version says: expired, or to be checked for lapse; gives how many."""
    at = now()
    return sum(_alone(partial(_end, act, at), act=act.pk) for act in waiting.acts_past_validity(at=at))


def recompute_due_dates() -> int:
    """Repeat every running last day after a decree moved a day; gives how many moved, each with a line in its journal."""
    at = now()
    return _each(waiting.dossiers(waiting.running()), lambda d: due.has_moved(d, at=at) and recompute_due(d, at=at))


def _each(rows: Iterable[Dossier], act: Callable[[Dossier], bool]) -> int:
    return sum(_alone(partial(act, dossier), dossier=dossier.reference) for dossier in rows)


def _alone(work: Callable[[], bool], **of_what: str | int) -> bool:
    """Whether `work` moved something; a refusal or a fault is one line of the log, with what it was about."""
    try:
        return work()
    except DomainError as refusal:
        log.warning("sweep_refused", code=refusal.code, **of_what)
    except Exception:
        log.exception("sweep_failed", **of_what)
    return False


def _settle_term(dossier: Dossier, at: datetime) -> bool:
    return grant_by_silence(dossier=dossier, at=at) or mark_overdue(dossier, at=at)


def _lapse(dossier: Dossier, at: datetime) -> bool:
    lapse_reservations(dossier=dossier, at=at)
    return True


def _close(dossier: Dossier, at: datetime) -> bool:
    try:
        close_unanswered(dossier=dossier, at=at)
    except (Refused, Conflict):
        return False
    return True


def _notify(dossier: Dossier, at: datetime) -> bool:
    notify_decision(dossier=dossier, at=at)
    return True


@transaction.atomic
def _deliver_or_remind(dossier: Dossier, at: datetime) -> bool:
    lock(dossier, at=at)
    case = Case(dossier, at)
    if FEE_SETTLED.holds(case):
        deliver_act(dossier=dossier, at=at)
        return True
    sent = dossier.events.filter(kind="remind_fee").count()
    if sent >= len(FEE_REMINDERS) or case.fee_order is None:
        return False
    if local_date(at) < due.last_day(FEE_REMINDERS[sent], after=dossier.state_since, dossier=dossier):
        return False
    apply(
        dossier=dossier,
        transition="remind_fee",
        actor=None,
        at=at,
        facts={"reminder": sent + 1, **told(case.fee_order)},
    )
    return True


@transaction.atomic
def _end(act: Act, at: datetime) -> bool:
    if act.dossier is not None:
        # The entry joins the dossier's chain, whose owner is locked before the act.
        lock(act.dossier, at=at)
    end = act.state_at_end
    if end is None:
        return False
    apply_act(act=act, transition=ENDS[end], actor=None, role=SYSTEM, at=at)
    return True
