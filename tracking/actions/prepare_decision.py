"""The technical service has checked a request on which nobody's opinion is asked: it goes to the president (12-90 art. 40)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid

from ..lifecycle.apply import apply
from ..models import Dossier


def prepare_decision(
    *, dossier: Dossier, finding: str, actor: User, at: datetime, idempotency_key: str | None = None
) -> Dossier:
    """Send to the president with the finding. Raises `Invalid` (`finding_missing`), `Refused`, `Conflict`, `NotAllowed`."""
    if not finding.strip():
        raise Invalid(_("Write what you checked and what you found."), code="finding_missing")
    apply(
        dossier=dossier,
        transition="prepare_decision",
        actor=actor,
        at=at,
        detail={"finding": finding},
        idempotency_key=idempotency_key,
    )
    return dossier
