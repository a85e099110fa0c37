"""What waits for an officer: from their grants, which files are theirs to act on now and which they may look up.

These conditions only narrow what `tracking.policies` shows: every list asks `visible_to` first. They are written so that
the database starts from a commune or from a body's consultations, never from the whole register.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from portal.accounts.models import Grant, Role, User
from portal.accounts.rights import grants_of
from portal.kernel.now import local_date
from portal.territory.models import Commune, ReviewRegime

from ..models import Consultation, Dossier, DossierState, SiteVisit

H = Dossier.Holder
S = DossierState
OF_A_COMMUNE: Final = frozenset({Role.CLERK, Role.TECHNICIAN, Role.CASHIER, Role.PRESIDENT, Role.DELEGATE})
DECIDERS: Final = frozenset({Role.PRESIDENT, Role.DELEGATE})
# Those who see files at all; the follow-up committee sees figures, the controller acts.
READERS: Final = OF_A_COMMUNE | {Role.COMMITTEE_SECRETARY, Role.GOVERNOR, Role.MEMBER}
_OPINION_STATES: Final = (S.IN_CONSULTATION, S.IN_SESSION, S.VISIT_SCHEDULED)
_NOTHING: Final = Q(pk__in=())


class Desk:
    """One officer at one moment."""

    def __init__(self, actor: User | AnonymousUser, at: datetime) -> None:
        self.actor = actor
        self.at = at
        self.grants: tuple[Grant, ...] = grants_of(actor, on=local_date(at))

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles in force today."""
        return frozenset(str(grant.role) for grant in self.grants)

    def holds(self, roles: Iterable[str]) -> bool:
        """Whether one of `roles` is in force today, anywhere."""
        return bool(self.roles & {str(role) for role in roles})

    @cached_property
    def _regimes(self) -> dict[int, str]:
        """The review regime in force, by commune, for the communes of clerks and the provinces of secretaries."""
        communes = [g.commune_id for g in self.grants if g.role == Role.CLERK]
        provinces = [g.province_id for g in self.grants if g.role == Role.COMMITTEE_SECRETARY]
        on = local_date(self.at)
        rows = ReviewRegime.objects.filter(
            Q(commune__in=communes) | Q(commune__province__in=provinces),
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
            valid_from__lte=on,
        ).order_by("valid_from")
        return dict(rows.values_list("commune_id", "kind"))

    @cached_property
    def _governed(self) -> list[int]:
        provinces = [g.province_id for g in self.grants if g.role == Role.GOVERNOR]
        return list(Commune.objects.filter(province__in=provinces).values_list("pk", flat=True)) if provinces else []

    def communes(self, *roles: str) -> list[int]:
        """The communes in which a communal role among `roles` is held."""
        return [g.commune_id for g in self.grants if g.role in roles and g.commune_id is not None]

    def _under(self, kind: str) -> list[int]:
        """The communes under regime `kind` for which this officer convenes and keeps the minutes."""
        desk = set(self.communes(Role.CLERK))
        if kind == ReviewRegime.Kind.SINGLE_DESK:
            return [pk for pk, regime in self._regimes.items() if regime == kind and pk in desk]
        if Role.COMMITTEE_SECRETARY not in self.roles:
            return []
        return [pk for pk, regime in self._regimes.items() if regime == kind]

    @cached_property
    def convened(self) -> list[int]:
        """The communes whose sessions this officer opens and closes (RGC 15, 25)."""
        return [
            *self._under(ReviewRegime.Kind.SINGLE_DESK),
            *self._under(ReviewRegime.Kind.PROVINCIAL_COMMITTEE),
        ]

    @cached_property
    def all_communes(self) -> list[int]:
        """Every commune whose files this officer may look up."""
        found = {*self.communes(*OF_A_COMMUNE), *self._governed}
        if Role.COMMITTEE_SECRETARY in self.roles:
            found |= set(self._under(ReviewRegime.Kind.PROVINCIAL_COMMITTEE))
        return sorted(found)

    def _asked(self) -> Q:
        """The consultations of the bodies this officer speaks for."""
        asked = _NOTHING
        for grant in self.grants:
            if grant.role == Role.MEMBER:
                place = Q(dossier__commune=grant.commune_id) if grant.commune_id else Q()
                asked |= Q(body=grant.body_id) & place
        return asked

    def consultations(self) -> QuerySet[Consultation]:
        """The opinions this officer has to give now, the most pressing first."""
        return Consultation.objects.filter(
            self._asked(),
            opinion__isnull=True,
            round=F("dossier__round"),
            dossier__state__in=_OPINION_STATES,
        ).order_by(F("due_on").asc(nulls_last=True), "pk")

    @cached_property
    def reach(self) -> Q:
        """The files this officer may look up."""
        reach = Q(commune__in=self.all_communes)
        if Role.MEMBER in self.roles:
            reach |= Q(pk__in=Consultation.objects.filter(self._asked()).values("dossier"))
        return reach

    @cached_property
    def mine(self) -> Q:
        """The files on which this officer has something to do now."""
        mine = _NOTHING
        if clerk := self.communes(Role.CLERK):
            mine |= Q(commune__in=clerk) & self._of_the_desk()
        if technician := self.communes(Role.TECHNICIAN):
            mine |= Q(commune__in=technician, holder=H.TECHNICAL)
        if self.convened:
            heard = Consultation.objects.filter(dossier=OuterRef("pk"), round=OuterRef("round"), opinion__isnull=True)
            mine |= Q(commune__in=self.convened) & (
                Q(holder=H.SECRETARIAT) | Q(state=S.IN_CONSULTATION) & ~Q(Exists(heard))
            )
        if deciding := self.communes(*DECIDERS):
            mine |= Q(commune__in=deciding, holder=H.PRESIDENT)
        if cashier := self.communes(Role.CASHIER):
            mine |= Q(commune__in=cashier, holder=H.CASHIER)
        if self._governed:
            mine |= Q(commune__in=self._governed, holder=H.GOVERNOR)
        if Role.MEMBER in self.roles:
            mine |= Q(pk__in=self.consultations().order_by().values("dossier"))
        return mine

    def _of_the_desk(self) -> Q:
        # A visit that took place waits for its report, though the bodies hold the file.
        visited = SiteVisit.objects.filter(
            dossier=OuterRef("pk"), reported_at=None, replaced_at=None, starts_at__lte=self.at
        )
        return Q(holder=H.DESK) | Q(state=S.ADMITTED, holder=H.BODIES) | Q(state=S.VISIT_SCHEDULED) & Q(Exists(visited))
