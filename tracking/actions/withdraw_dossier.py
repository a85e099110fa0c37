"""The applicant withdraws the request, at any time before the signature: online, or in person at the counter.

At the counter the clerk records it from a request the applicant signed, whose scan stays with the file.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.models import StoredFile

from ..lifecycle.apply import apply, apply_act, lock
from ..lifecycle.table import APPLICANT, MANDATARY
from ..models import ActState, Dossier
from ..models.states import StateCause
from ..policies import roles_over


@transaction.atomic
def withdraw_dossier(
    *, dossier: Dossier, actor: User, at: datetime, reason: str = "", idempotency_key: str | None = None
) -> Dossier:
    """Withdraw one's own request, or that of who gave `actor` a mandate. Raises `Conflict`, `NotAllowed`."""
    lock(dossier, at=at)
    held = roles_over(actor, dossier, at=at)
    role = held.get(APPLICANT) or held.get(MANDATARY)
    if role is None:
        raise NotAllowed(_("You may not do this on this file."), transition="withdraw")
    return _withdraw(dossier, actor=actor, role=role, at=at, reason=reason, key=idempotency_key)


@transaction.atomic
def withdraw_at_the_counter(
    *,
    dossier: Dossier,
    actor: User,
    at: datetime,
    reason: str,
    request: StoredFile,
    idempotency_key: str | None = None,
) -> Dossier:
    """Record that the applicant withdrew in person; `request`: the scan of what they signed.

    Raises `Invalid` (`reason_missing`), `Conflict`, `NotAllowed`.
    """
    lock(dossier, at=at)
    role = roles_over(actor, dossier, at=at).get(str(Role.CLERK))
    if role is None:
        raise NotAllowed(_("You may not do this on this file."), transition="withdraw")
    if not reason.strip():
        raise Invalid(_("Write the reason the applicant gives."), code="reason_missing")
    facts = {"counter": True, "scan_sha256": request.sha256}
    _withdraw(dossier, actor=actor, role=role, at=at, reason=reason.strip(), facts=facts, key=idempotency_key)
    # The second of two clicks keeps the scan of the first.
    if dossier.withdrawal_scan is None:
        dossier.withdrawal_scan = request
        dossier.save(update_fields=["withdrawal_scan"])
    return dossier


def _withdraw(
    dossier: Dossier,
    *,
    actor: User,
    role: str,
    at: datetime,
    reason: str,
    key: str | None,
    facts: dict[str, object] | None = None,
) -> Dossier:
    """The transition; a number already taken for a decision is voided."""
    apply(
        dossier=dossier,
        transition="withdraw",
        actor=actor,
        role=role,
        at=at,
        facts=facts,
        detail={"reason": reason} if reason else None,
        idempotency_key=key,
    )
    for act in dossier.acts.filter(state=ActState.PREPARED):
        apply_act(act=act, transition="void", actor=actor, role=role, at=at, cause=StateCause.WITHDRAWN)
    return dossier
