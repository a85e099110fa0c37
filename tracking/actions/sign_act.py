"""The president signs once: the sealed act is the decision (RGC 35-39; law 43-20). The governor signs a certificate of silence.

Rendering and sealing happen between two short transactions; a process that dies in between leaves the prepared act with
its number, and signing again gives that number its paper.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import DomainError, NotAllowed
from portal.kernel.files import erase
from portal.kernel.models import StoredFile

from ..issuing import require_unsigned, seal
from ..lifecycle.apply import apply, apply_act, lock
from ..models import Act, ActState, Decision, Dossier
from ..policies import may
from .after_signature import after_signature
from .certify_silence import KIND as CERTIFICATE


def sign_act(*, act: Act, code: str, actor: User, at: datetime, idempotency_key: str | None = None) -> Act:
    """Seal `act` with the key of `actor`, move the dossier, and notify where the applicant has a space.

    `code`: the signing code. Not to be called inside a transaction. A second call by the same person changes nothing.
    Raises the errors of `tracking.signature`, `NotAllowed`, `Conflict` (`act_state_changed`), `Refused`.
    """
    act.refresh_from_db()
    dossier, role = require_signer(act, actor, at=at)
    if act.state in (ActState.SIGNED, ActState.VALID) and act.signed_by_id == actor.pk:
        return after_signature(act, at=at)
    require_unsigned(act)
    file, identity = seal(act, actor=actor, role=role, code=code, at=at)
    try:
        keep_signature(
            act,
            dossier,
            file=file,
            kind=Act.Signature.ELECTRONIC,
            actor=actor,
            role=role,
            at=at,
            facts={"signature": "electronic", "sha256": file.sha256, "capacity": identity.role.value},
            idempotency_key=idempotency_key,
        )
    except DomainError:
        # Somebody else was quicker, or the term ended meanwhile: this paper stands for nothing.
        erase(file, at=at)
        raise
    return after_signature(act, at=at)


def transition_of(act: Act) -> str:
    """The transition of the dossier that signing `act` does."""
    if act.kind == CERTIFICATE:
        return "certify_silence"
    return "sign_grant" if act.decision.outcome == Decision.Outcome.GRANT else "sign_refusal"


def require_signer(act: Act, actor: User, *, at: datetime) -> tuple[Dossier, str]:
    """The dossier of `act` and the role in which `actor` may sign it. Raises `NotAllowed`."""
    dossier = act.dossier
    role = may(actor, transition_of(act), dossier, at=at) if dossier else None
    if dossier is None or role is None:
        raise NotAllowed(_("You may not sign this act."), code="not_the_signer")
    return dossier, role


@transaction.atomic
def keep_signature(
    act: Act,
    dossier: Dossier,
    *,
    file: StoredFile,
    kind: str,
    actor: User,
    role: str,
    at: datetime,
    facts: dict[str, object],
    idempotency_key: str | None,
    reason: str = "",
) -> None:
    """The second short transaction: the signed paper under its number, and the dossier with it."""
    lock(dossier, at=at)
    require_unsigned(act)
    act.file, act.signature, act.signed_by, act.signed_on = file, kind, actor, at
    apply_act(act=act, transition="sign", actor=actor, role=role, at=at, facts=facts, reason=reason)
    apply(
        dossier=dossier,
        transition=transition_of(act),
        actor=actor,
        role=role,
        at=at,
        facts={"number": act.number, "series": act.series, **facts},
        idempotency_key=idempotency_key,
        act=act,
    )
    if act.kind == CERTIFICATE:
        act.notified_on = act.delivered_on = at
        apply_act(act=act, transition="take_effect", actor=actor, role=role, at=at)
