"""Send what waits in the outbox: each row is claimed first, sent outside any transaction, then marked.

Safe to run twice and at once: a claim pushes the next try ahead, so that a second worker finds nothing to do, and a
worker killed after sending sends again at worst. A mail server down for a day loses nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction

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
    notice.state, notice.sent_at, notice.error = Notice.State.SENT, at, ""
    notice.save(update_fields=["state", "sent_at", "error"])
    return True


def _claim(pk: int, at: datetime) -> Notice | None:
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(pk=pk).first()
        if notice is None or notice.state != Notice.State.WAITING or notice.next_try_at > at:
            return None
        notice.attempts += 1
        notice.next_try_at = at + _CLAIM
        notice.save(update_fields=["attempts", "next_try_at"])
        return notice


def _postpone(notice: Notice, reason: str, at: datetime) -> None:
    notice.error = reason
    notice.next_try_at = at + timedelta(minutes=_BACKOFF[min(notice.attempts, len(_BACKOFF)) - 1])
    if notice.attempts >= MAX_ATTEMPTS:
        notice.state = Notice.State.FAILED
    notice.save(update_fields=["error", "next_try_at", "state"])
    log.warning("notice_not_sent", notice=notice.pk, kind=notice.kind, attempts=notice.attempts, reason=reason)


def sweep_notices() -> int:
    """Queue again what waits and whose time has come (a worker may have died, a server been down); gives how many."""
    waiting = Notice.objects.filter(state=Notice.State.WAITING, next_try_at__lte=now()).order_by("next_try_at")
    keys = list(waiting.values_list("pk", flat=True)[:_BATCH])
    for pk in keys:
        enqueue(DELIVER, pk)
    return len(keys)
