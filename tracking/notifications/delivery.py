"""Send what waits in the outbox: each row is claimed first, sent outside any transaction, then marked.

Safe to run twice and at once: a claim pushes the next try ahead, so that a second worker finds nothing to do, and a
worker killed after sending sends again at worst. A mail server down for a day loses nothing. Whatever goes wrong, a fault of
ours or a worker that dies each time too, is tried at growing waits for three days, then given up with its reason, until a
person tries it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.after_commit import enqueue
from portal.kernel.errors import DomainError
from portal.kernel.now import now
from portal.kernel.transport import send_mail, send_sms

from ..models import Notice
from .outbox import DELIVER
from .wording import words_of

log = structlog.get_logger(__name__)

_CLAIM: Final = timedelta(minutes=5)
# Minutes before the next try; the last one repeats, so that three days pass before a message is given up.
_BACKOFF: Final = (1, 2, 5, 15, 30, 60, 120, 240)
MAX_ATTEMPTS: Final = 24
_BATCH: Final = 500
# Longer than the queue takes to give a dead worker's task to another: what it still holds then, it has lost.
_LOST: Final = timedelta(minutes=5)
FAULT: Final = "fault:"
DIED: Final = "died"
REASONS: Final[Mapping[str, Promise]] = {
    "mail": _("The mail server does not answer, or refuses the message."),
    "sms": _("The SMS gateway does not answer, or refuses the message."),
    DIED: _("The process that sends it dies each time; the log of the portal has the rest."),
}


def deliver_notice(pk: int) -> bool:
    """Send one notice if it waits and its time has come; whether it was sent now. Task, safe to run twice."""
    at = now()
    notice = _claim(pk, at)
    if notice is None:
        return False
    try:
        subject, text = words_of(notice)
        if notice.channel == Notice.Channel.MAIL:
            send_mail(to=notice.address, subject=subject, text=text)
        else:
            send_sms(to=notice.address, text=text)
    except DomainError as failure:
        _postpone(notice, failure.code, at)
        return False
    except Exception as fault:
        # A gateway may throw anything, and one message that cannot be written must not be tried for ever.
        log.exception("notice_failed", notice=notice.pk, kind=notice.kind)
        _postpone(notice, f"{FAULT}{type(fault).__name__}", at)
        return False
    notice.state, notice.sent_at, notice.error = Notice.State.SENT, at, ""
    notice.save(update_fields=["state", "sent_at", "error"])
    return True


def _claim(pk: int, at: datetime) -> Notice | None:
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(pk=pk).first()
        if notice is None or notice.state != Notice.State.WAITING or notice.next_try_at > at:
            return None
        if notice.attempts >= MAX_ATTEMPTS:
            # Each try was claimed and none came back: it is this message that the workers die of.
            _give_up(notice, DIED)
            return None
        notice.attempts += 1
        notice.next_try_at = at + _CLAIM
        notice.save(update_fields=["attempts", "next_try_at"])
        return notice


def _postpone(notice: Notice, reason: str, at: datetime) -> None:
    if notice.attempts >= MAX_ATTEMPTS:
        _give_up(notice, reason)
        return
    notice.error = reason[:300]
    notice.next_try_at = at + timedelta(minutes=_BACKOFF[min(notice.attempts, len(_BACKOFF)) - 1])
    notice.save(update_fields=["error", "next_try_at"])
    log.warning("notice_not_sent", notice=notice.pk, kind=notice.kind, attempts=notice.attempts, reason=reason)


def _give_up(notice: Notice, reason: str) -> None:
    notice.state, notice.error = Notice.State.FAILED, reason[:300]
    notice.save(update_fields=["state", "error"])
    log.error("notice_given_up", notice=notice.pk, kind=notice.kind, attempts=notice.attempts, reason=reason)


def try_again(rows: QuerySet[Notice], *, actor: User, at: datetime) -> int:
    """Queue again what was given up among `rows`, with all its tries before it; gives how many. Twice changes nothing."""
    with transaction.atomic():
        given_up = rows.filter(state=Notice.State.FAILED).select_for_update()
        keys = list(given_up.values_list("pk", flat=True))
        Notice.objects.filter(pk__in=keys).update(state=Notice.State.WAITING, attempts=0, next_try_at=at, queued_at=at)
        for pk in keys:
            enqueue(DELIVER, pk)
    log.info("notices_tried_again", actor=actor.pk, count=len(keys))
    return len(keys)


def reason_of(notice: Notice) -> str:
    """Why the last try failed, for an operator to read; empty where none did."""
    if notice.error.startswith(FAULT):
        fault = _("A fault of the portal (%(name)s); its log has the rest.")
        return str(fault % {"name": notice.error.removeprefix(FAULT)})
    return str(REASONS.get(notice.error, notice.error))


def sweep_notices() -> int:
    """Queue again what waits and whose time has come (a worker may have died, a server been down); gives how many.

    What was queued since its time came stands in the queue still: queued each minute, a slow server's backlog would fill it.
    """
    at = now()
    waiting = Notice.objects.filter(
        Q(queued_at=None) | Q(queued_at__lt=F("next_try_at")) | Q(queued_at__lte=at - _LOST),
        state=Notice.State.WAITING,
        next_try_at__lte=at,
    )
    keys = list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:_BATCH])
    Notice.objects.filter(pk__in=keys).update(queued_at=at)
    for pk in keys:
        enqueue(DELIVER, pk)
    return len(keys)
