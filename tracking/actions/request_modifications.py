"""The president asks the applicant for modifications, all in one list, soon after the minutes: the clock stops (RGC 37)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User

from .. import journal
from ..lifecycle.apply import apply, lock
from ..models import Dossier, RemarkList
from .list_remarks import Remarked, write_list


@transaction.atomic
def request_modifications(
    *,
    dossier: Dossier,
    remarks: Sequence[Remarked],
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> RemarkList:
    """Send the file back with `remarks`; a whole new term starts when it is filed again.

    Raises `Refused` (`in_time_to_modify`, `remarks_listed`, `undecided`, `circuit_takes_opinions`), `Invalid`, `Conflict`.
    """
    lock(dossier, at=at)
    kind = RemarkList.Kind.MODIFICATIONS
    if journal.recorded(dossier, idempotency_key):
        return dossier.remark_lists.filter(kind=kind).latest("pk")
    rows = write_list(dossier, kind, remarks, actor=actor, at=at)
    apply(
        dossier=dossier,
        transition="request_modifications",
        actor=actor,
        at=at,
        facts={"count": len(remarks), "bases": [remark.basis for remark in remarks], "round": dossier.round},
        detail={"remarks": [remark.text for remark in remarks]},
        idempotency_key=idempotency_key,
    )
    assert rows is not None
    return rows
