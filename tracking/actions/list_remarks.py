"""What the two requests of a president share: remarks in one list, each with the text it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict, Invalid

from ..models import Dossier, Remark, RemarkList


@dataclass(frozen=True, slots=True)
class Remarked:
    """`text`: what to change; `basis`: the opinion or article it rests on."""

    text: str
    basis: str


def write_list(
    dossier: Dossier,
    kind: str,
    remarks: Sequence[Remarked],
    *,
    actor: User,
    at: datetime,
    due_on: date | None = None,
) -> RemarkList | None:
    """Write the one list of this kind in this round; `None` without remarks.

    Raises `Invalid` (`remark_incomplete`), `Conflict` (`listed_already`): one list, once a round.
    """
    if any(not remark.text.strip() or not remark.basis.strip() for remark in remarks):
        raise Invalid(_("Each remark says what to change and the text it rests on."), code="remark_incomplete")
    if dossier.remark_lists.filter(round=dossier.round, kind=kind).exists():
        raise Conflict(_("The remarks of this round were listed already, once."), code="listed_already")
    if not remarks:
        return None
    rows = RemarkList.objects.create(
        dossier=dossier, round=dossier.round, kind=kind, asked_by=actor, asked_at=at, due_on=due_on
    )
    Remark.objects.bulk_create(Remark(list=rows, text=remark.text, basis=remark.basis[:200]) for remark in remarks)
    return rows
