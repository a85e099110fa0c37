"""Minor reservations, without effect on the opinions, go to the designer for a few working days; the clock runs on (RGC 38)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User

from .. import journal
from ..lifecycle import due
from ..lifecycle.apply import apply, lock
from ..models import Dossier, RemarkList
from .list_remarks import Remarked, write_list


@transaction.atomic
def notify_reservations(
    *,
    dossier: Dossier,
    remarks: Sequence[Remarked],
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> RemarkList:
    """Send `remarks`, to be answered by the last day of `lift_reservations`; late, the president decides on what is there.

    Raises `Refused` (`remarks_listed`, `undecided`, `circuit_takes_opinions`), `Invalid`, `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    kind = RemarkList.Kind.RESERVATIONS
    if journal.recorded(dossier, idempotency_key):
        return dossier.remark_lists.filter(kind=kind).latest("pk")
    last_day = due.last_day("lift_reservations", after=at, dossier=dossier)
    rows = write_list(dossier, kind, remarks, actor=actor, at=at, due_on=last_day)
    apply(
        dossier=dossier,
        transition="notify_reservations",
        actor=actor,
        at=at,
        facts={"count": len(remarks), "bases": [remark.basis for remark in remarks], "round": dossier.round},
        detail={"remarks": [remark.text for remark in remarks]},
        idempotency_key=idempotency_key,
        wait_until=last_day,
    )
    assert rows is not None
    return rows
