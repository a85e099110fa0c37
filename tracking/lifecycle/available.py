"""What a person can do with a dossier now: the buttons of a screen, and why a missing one is missing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User

from ..models import Dossier
from ..policies import roles_over
from .case import Case
from .guards import Guard
from .table import TRANSITIONS, Transition


def available(dossier: Dossier, actor: User | AnonymousUser | None, at: datetime) -> list[Transition]:
    """The transitions `actor` can do at `at`, in the order of the table; what they will enter is not judged yet."""
    return open_to(set(roles_over(actor, dossier, at=at)), dossier, at)


def open_to(roles: Collection[str], dossier: Dossier, at: datetime) -> list[Transition]:
    """The same for who stands to `dossier` in `roles`."""
    case = Case(dossier, at)
    return [
        transition
        for transition in TRANSITIONS
        if dossier.state in transition.sources
        and not transition.roles.isdisjoint(roles)
        and all(guard.by_input or guard.holds(case) for guard in transition.guards)
    ]


def blocked(transition: Transition, dossier: Dossier, at: datetime) -> list[Guard]:
    """The guards that stand in the way of `transition` at `at`, apart from what the person enters."""
    case = Case(dossier, at)
    return [guard for guard in transition.guards if not guard.by_input and not guard.holds(case)]
