"""When a token or certificate fails: the act is printed, signed by hand and scanned under the same number.

The president is never made silent by a machine; the public verification says that the original was signed by hand and
is kept at the commune.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid
from portal.kernel.models import StoredFile

from ..issuing import require_unsigned
from ..models import Act, ActState
from ..renderers import render
from .after_signature import after_signature
from .sign_act import keep_signature, require_signer


def print_act(*, act: Act, actor: User, at: datetime) -> bytes:
    """The paper to be signed by hand: the same document that would be sealed. Raises `NotAllowed`, `Conflict`."""
    require_signer(act, actor, at=at)
    return render(require_unsigned(act))


def sign_on_paper(
    *,
    act: Act,
    scan: StoredFile,
    reason: str,
    actor: User,
    at: datetime,
    idempotency_key: str | None = None,
) -> Act:
    """Record the scan of the act signed by hand; whoever may sign it records it, and a second call changes nothing.

    Raises `Invalid` (`reason_missing`, `scan_not_pdf`), `NotAllowed`, `Conflict` (`act_state_changed`), `Refused`.
    """
    if not reason.strip():
        raise Invalid(_("Say why the act is signed by hand."), code="reason_missing")
    if scan.content_type != "application/pdf":
        raise Invalid(_("Scan the signed act as a PDF."), code="scan_not_pdf")
    act.refresh_from_db()
    dossier, role = require_signer(act, actor, at=at)
    if act.state in (ActState.SIGNED, ActState.VALID) and act.file_id == scan.pk:
        return after_signature(act, at=at)
    keep_signature(
        act,
        dossier,
        file=scan,
        kind=Act.Signature.PAPER,
        actor=actor,
        role=role,
        at=at,
        facts={"signature": "paper", "sha256": scan.sha256},
        idempotency_key=idempotency_key,
        reason=reason,
    )
    return after_signature(act, at=at)
