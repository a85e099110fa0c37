"""The term ended unanswered on an act of the silence list: granted, at the exact moment (law 55-19 art. 19; decree 2-22-141)."""

from __future__ import annotations

from datetime import datetime

from ..lifecycle import apply as lifecycle
from ..models import Dossier


def grant_by_silence(*, dossier: Dossier, at: datetime) -> bool:
    """Grant if the moment has come by `at`; whether it is granted by silence now. Safe to run twice."""
    return lifecycle.grant_by_silence(dossier, at=at)
