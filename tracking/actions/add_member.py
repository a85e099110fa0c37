"""One more body is asked, through one of three legal doors: a law, the president's signed request, or an invitation.

RGC 23: a law requires its opinion. RGC 21 al. 3: only on the president's express request, where the file is hard to
understand or opinions differ. RGC 24: invited by the president, consultative, never blocking.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.kernel.errors import Conflict, Invalid, NotAllowed
from portal.territory.models import Body

from .. import journal
from ..lifecycle.apply import apply, lock
from ..models import Consultation, Dossier
from ..policies import may

_PRESIDENT_ONLY: Final = (Consultation.Ground.REQUEST, Consultation.Ground.CONSULTATIVE)
_DOORS: Final = (Consultation.Ground.LAW, *_PRESIDENT_ONLY)


@transaction.atomic
def add_member(
    *,
    dossier: Dossier,
    body: Body,
    ground: str,
    basis: str,
    actor: User,
    at: datetime,
    binding: bool = False,
    idempotency_key: str | None = None,
) -> Consultation:
    """Ask `body` too. `basis`: the text, or the number and date of the president's request.

    Raises `Invalid` (`ground_unknown`, `basis_missing`), `NotAllowed`, `Conflict` (`asked_already`, `state_changed`).
    """
    lock(dossier, at=at)
    if ground not in _DOORS:
        raise Invalid(
            _("A body is added by a law, by the president's request or by invitation."), code="ground_unknown"
        )
    if not basis.strip():
        raise Invalid(_("Name the text, or the president's written request."), code="basis_missing")
    role = may(actor, "add_member", dossier, at=at)
    if ground in _PRESIDENT_ONLY and role not in (Role.PRESIDENT, Role.DELEGATE):
        raise NotAllowed(_("Only the president may ask or invite this body."), code="president_only")
    existing = dossier.consultations.filter(round=dossier.round, body=body).first()
    if existing is not None and journal.recorded(dossier, idempotency_key):
        return existing
    if existing is not None:
        raise Conflict(_("This body is asked already."), code="asked_already")
    row = Consultation.objects.create(
        dossier=dossier,
        round=dossier.round,
        stage="added",
        body=body,
        ground=ground,
        basis=basis[:200],
        binding=binding and ground == Consultation.Ground.LAW,
        asked_at=at,
    )
    apply(
        dossier=dossier,
        transition="add_member",
        actor=actor,
        at=at,
        role=role,
        facts={"body": body.code, "ground": str(ground), "basis": basis},
        idempotency_key=idempotency_key,
    )
    return row
