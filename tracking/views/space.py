"""The dossiers of a person, for their space."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from portal.accounts.models import User

from ..models import Dossier, DossierState
from ..policies import own_dossiers
from .situation import SITUATIONS
from .words import said


def dossiers_of(user: User) -> QuerySet[Dossier]:
    """The requests `user` follows: their own and those of who gave them a mandate, the newest first."""
    return (
        Dossier.objects.visible_to(user)
        .filter(own_dossiers(user))
        .select_related("version", "key", "commune")
        .order_by("-filed_at", "-pk")
    )


def section(request: HttpRequest) -> dict[str, Any]:
    """The section of the space: each dossier with what it waits for; empty for who has none."""
    user = request.user
    assert isinstance(user, User)
    rows = []
    for dossier in dossiers_of(user)[:50]:
        situation = SITUATIONS[dossier.state]
        rows.append(
            {
                "dossier": dossier,
                "title": dossier.version.snapshot.prose.title,
                "kind": situation.kind,
                "state_label": DossierState(dossier.state).label,
                "todo": said(situation.todo) if situation.todo and dossier.applicant_id == user.pk else "",
            }
        )
    return {"rows": rows} if rows else {}
