"""The act is not the commune's: the desk says whose it is, with the reasons (RGC 3-4)."""

from __future__ import annotations

from datetime import datetime

from portal.accounts.models import User

from ..lifecycle.apply import apply
from ..models import Dossier


def redirect_dossier(
    *,
    dossier: Dossier,
    authority: str,
    reasons: str,
    legal_ground: str,
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> Dossier:
    """Send to `authority`, as the applicant will read it.

    Raises `Refused` (`reasoned`, `in_arabic`), `Conflict`, `NotAllowed`.
    """
    apply(
        dossier=dossier,
        transition="redirect",
        actor=actor,
        at=at,
        facts={"authority": authority, "legal_ground": legal_ground},
        detail={"reasons": reasons},
        idempotency_key=idempotency_key,
    )
    return dossier
