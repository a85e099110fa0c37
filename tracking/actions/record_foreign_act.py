"""A paper or Rokhas act enters the register, so that what builds on it works from the first day; a second person checks it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.kernel.codes import new_code
from portal.kernel.errors import Conflict, Invalid, NotAllowed
from portal.kernel.models import Counter, StoredFile
from portal.kernel.now import local_date, local_midnight
from portal.territory.models import Commune
from procedures.models import ProcedureKey

from .. import journal
from ..lifecycle.apply import apply_act
from ..models import Act, ActState
from ..policies import may_in_commune

KIND: Final = "foreign"
_RECORDERS: Final = frozenset({str(Role.CLERK), str(Role.TECHNICIAN)})
_CHECKERS: Final = _RECORDERS | {str(Role.PRESIDENT), str(Role.DELEGATE)}


@transaction.atomic
def record_foreign_act(
    *,
    commune: Commune,
    key: ProcedureKey,
    origin: str,
    number: str,
    issued_on: date,
    holder_name: str,
    scan: StoredFile,
    actor: User,
    at: datetime,
    land_reference: str = "",
    valid_until: date | None = None,
    idempotency_key: str | None = None,
) -> Act:
    """Record the act as its paper shows it; it stands for nothing until somebody else has compared the two.

    Raises `NotAllowed`, `Invalid` (`origin_unknown`, `act_incomplete`, `date_future`), `Conflict` (`recorded_already`).
    """
    role = may_in_commune(actor, _RECORDERS, commune_id=commune.pk, at=at)
    if role is None:
        raise NotAllowed(_("Only the desk of this commune records earlier acts."), code="not_at_the_desk")
    if origin not in (Act.Origin.PAPER, Act.Origin.ROKHAS):
        raise Invalid(_("An earlier act comes from paper or from Rokhas."), code="origin_unknown")
    if not number.strip() or not holder_name.strip():
        raise Invalid(_("Give the number and the holder as the act shows them."), code="act_incomplete")
    if issued_on > local_date(at):
        raise Invalid(_("The act cannot be dated in the future."), code="date_future")
    same = Act.objects.filter(commune=commune, key=key, origin=origin, paper_number=number.strip())
    before = same.exclude(state=ActState.VOIDED).first()
    if before is not None:
        if journal.recorded(before, idempotency_key):
            return before
        raise _recorded_already()
    series = f"{commune.code}/{KIND}/{local_date(at).year}"
    act = Act(
        code=new_code(),
        commune=commune,
        key=key,
        kind=KIND,
        series=series,
        number=f"{Counter.take(f'act/{series}')}/{local_date(at).year}",
        origin=origin,
        paper_number=number.strip(),
        issued_on=issued_on,
        holder_name=holder_name.strip(),
        land_reference=land_reference,
        valid_until=valid_until,
        file=scan,
        prepared_at=at,
        state_since=at,
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            act.save(force_insert=True)
    except IntegrityError as taken:
        # Somebody else recorded the same paper at this very moment.
        raise _recorded_already() from taken
    journal.append(
        act,
        kind="record_foreign_act",
        at=at,
        actor=actor,
        role=role,
        to_state=act.state,
        facts={
            "origin": str(origin),
            "paper_number": act.paper_number,
            "issued_on": issued_on.isoformat(),
            "sha256": scan.sha256,
            "number": act.number,
        },
        idempotency_key=idempotency_key,
    )
    return act


def _recorded_already() -> Conflict:
    return Conflict(_("An act of this number is recorded already."), code="recorded_already")


@transaction.atomic
def check_foreign_act(
    *, act: Act, agrees: bool, actor: User, at: datetime, reason: str = "", idempotency_key: str | None = None
) -> Act:
    """A second person says whether the record agrees with the original: in force from then on, or voided with `reason`.

    Raises `NotAllowed` (also for the one who recorded it), `Invalid` (`reason_missing`), `Conflict` (`act_state_changed`).
    """
    role = may_in_commune(actor, _CHECKERS, commune_id=act.commune_id, at=at)
    if role is None or act.kind != KIND:
        raise NotAllowed(_("Only this commune checks its earlier acts."), code="not_at_the_desk")
    if act.recorded_by_id == actor.pk:
        raise NotAllowed(_("Somebody else than the one who recorded the act checks it."), code="same_person")
    if not agrees and not reason.strip():
        raise Invalid(_("Say in what the record differs from the original."), code="reason_missing")
    act.checked_by = actor
    if agrees and act.issued_on is not None:
        act.delivered_on = local_midnight(act.issued_on)
    apply_act(
        act=act,
        transition="confirm" if agrees else "void",
        actor=actor,
        role=role,
        at=at,
        reason=reason,
        idempotency_key=idempotency_key,
    )
    return act
