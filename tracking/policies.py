"""Who may see and who may do: role x transition x dossier, from dated grants. The only permission code of the register.

Communal roles reach their commune; the committee's secretary the communes under the provincial regime (RGC 15, 25); a
member what their body is asked about (RGC 26); a controller acts only (12-90 arts 65-66); the governor the province.
A member of the follow-up committee reaches no dossier: figures only. Whoever stands on the applicant's side of a file,
applicant or mandatary, acts on it only as that: another holder of the role acts as the officer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, OuterRef, Q, When

from portal.accounts.models import Grant, Mandate, Role, User
from portal.accounts.rights import grants_of
from portal.kernel.now import local_date, now
from portal.territory.models import ReviewRegime

from .lifecycle.table import APPLICANT, MANDATARY, SECRETARIAT, SYSTEM, find
from .models import Act, Consultation, Dossier, Piece
from .models.states import ActState

COMMUNAL: Final = frozenset({Role.CLERK, Role.TECHNICIAN, Role.CASHIER, Role.PRESIDENT, Role.DELEGATE})
_NOTHING: Final = Q(pk__in=())


def _regime(kind: str, on: date) -> Q:
    """Communes whose review regime of the local day `on` is `kind`."""
    rows = ReviewRegime.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on, kind=kind
    )
    return Q(commune__in=rows.values("commune"))


def _territory(grant: Grant, on: date) -> Q:
    """The dossiers one grant opens."""
    if grant.role in COMMUNAL:
        return Q(commune=grant.commune_id)
    if grant.role == Role.COMMITTEE_SECRETARY:
        return Q(commune__province=grant.province_id) & _regime(ReviewRegime.Kind.PROVINCIAL_COMMITTEE, on)
    if grant.role == Role.GOVERNOR:
        return Q(commune__province=grant.province_id)
    if grant.role == Role.MEMBER:
        asked = Q(Exists(Consultation.objects.filter(dossier=OuterRef("pk"), body=grant.body_id)))
        return asked & Q(commune=grant.commune_id) if grant.commune_id else asked
    return _NOTHING


def _mandates(actor: User) -> Q:
    """Applicants who gave `actor` a confirmed mandate, for the dossier's commune or everywhere."""
    rows = Mandate.objects.filter(
        given_to=actor, given_by=OuterRef("applicant"), confirmed_at__isnull=False, revoked_at__isnull=True
    ).filter(Q(commune__isnull=True) | Q(commune=OuterRef("commune")))
    return Q(Exists(rows))


def _own(actor: User) -> Q:
    # Who filed online for a person without account follows the file until that person has one.
    filed = Q(filed_by=actor, applicant__isnull=True, origin=Dossier.Origin.ONLINE)
    return Q(applicant=actor) | filed | _mandates(actor)


def visible_dossiers(actor: User | AnonymousUser, *, at: datetime | None = None) -> Q:
    """The dossiers `actor` may see at `at` (default: now): their own, and those their grants of that day open."""
    if not isinstance(actor, User) or not actor.is_active:
        return _NOTHING
    on = local_date(at or now())
    seen = _own(actor)
    for grant in grants_of(actor, on=on):
        if (reach := _territory(grant, on)) is not _NOTHING:
            seen |= reach
    return seen


def own_dossiers(actor: User | AnonymousUser) -> Q:
    """The dossiers `actor` follows for themselves or for who gave them a mandate; an officer's territory is not theirs."""
    return _own(actor) if isinstance(actor, User) and actor.is_active else _NOTHING


def visible_acts(actor: User | AnonymousUser, *, at: datetime | None = None) -> Q:
    """The acts `actor` may see with their content: those of visible dossiers, of their commune, or of a controlled place."""
    if not isinstance(actor, User) or not actor.is_active:
        return _NOTHING
    on = local_date(at or now())
    seen = Q(dossier__in=Dossier.objects.filter(visible_dossiers(actor, at=at)).values("pk"))
    for grant in grants_of(actor, on=on):
        if grant.role in COMMUNAL:
            seen |= Q(commune=grant.commune_id)
        elif grant.role in (Role.CONTROLLER, Role.GOVERNOR):
            place = Q(commune=grant.commune_id) if grant.commune_id else Q(commune__province=grant.province_id)
            issued = ~Q(state__in=[ActState.PREPARED, ActState.SIGNED, ActState.VOIDED])
            seen |= place & issued if grant.role == Role.CONTROLLER else place
    return seen


def _true_of(dossier: Dossier, conditions: Mapping[str, Q]) -> frozenset[str]:
    """The names of the conditions that hold of `dossier`: one query, whatever their number."""
    told = {name: Case(When(condition, then=True), default=False) for name, condition in conditions.items()}
    rows = Dossier.objects.filter(pk=dossier.pk).values(**told)
    return frozenset(name for row in rows for name, holds in row.items() if holds)


def roles_over(actor: User | AnonymousUser | None, dossier: Dossier, *, at: datetime) -> Mapping[str, str]:
    """The roles in which `actor` stands to `dossier` at `at`, each with the role the journal will name.

    The applicant or their mandatary holds no other role over it, whatever their grants. `None` is the portal itself.
    `secretariat` is the committee's secretary or, in a commune with its own desk, the clerk.
    """
    if actor is None:
        return {SYSTEM: SYSTEM}
    if not isinstance(actor, User) or not actor.is_active:
        return {}
    if dossier.applicant_id == actor.pk:
        return {APPLICANT: APPLICANT}
    on = local_date(at)
    grants = [grant for grant in grants_of(actor, on=on) if grant.role != Role.FOLLOW_UP_MEMBER]
    true = _true_of(
        dossier,
        {
            "is_own": _own(actor),
            "is_under_committee": _regime(ReviewRegime.Kind.PROVINCIAL_COMMITTEE, on),
            **{f"grant_{number}": _territory(grant, on) for number, grant in enumerate(grants)},
        },
    )
    if "is_own" in true:
        # A request filed in another's name must not be a way to act as an officer on one's own.
        return {MANDATARY: MANDATARY}
    held = {str(grant.role): str(grant.role) for number, grant in enumerate(grants) if f"grant_{number}" in true}
    # Who convenes and keeps the minutes for the dossier's commune on that day.
    convening = str(Role.COMMITTEE_SECRETARY if "is_under_committee" in true else Role.CLERK)
    if convening in held:
        held[SECRETARIAT] = convening
    return held


def may(actor: User | AnonymousUser | None, transition_name: str, dossier: Dossier, *, at: datetime) -> str | None:
    """The role in which `actor` may do the transition on `dossier` at `at`, or `None`. States and guards are not asked."""
    allowed = find(transition_name).roles
    held = roles_over(actor, dossier, at=at)
    return next((held[role] for role in sorted(held) if role in allowed), None)


def may_in_commune(actor: User, roles: frozenset[str], *, commune_id: int, at: datetime) -> str | None:
    """The communal role among `roles` that `actor` holds over the commune at `at`: for what has no dossier (yet)."""
    held = {
        str(g.role) for g in grants_of(actor, on=local_date(at)) if g.commune_id == commune_id and g.role in COMMUNAL
    }
    return next(iter(sorted(held & {str(role) for role in roles})), None)


def has_mandate(actor: User, applicant: User, *, commune_id: int) -> bool:
    """Whether `applicant` gave `actor` a mandate, confirmed and not revoked, for the commune or everywhere (RGC 30)."""
    return (
        Mandate.objects.filter(given_to=actor, given_by=applicant, confirmed_at__isnull=False, revoked_at__isnull=True)
        .filter(Q(commune__isnull=True) | Q(commune=commune_id))
        .exists()
    )


def may_open_file(actor: User | AnonymousUser, of: Piece | Act | Dossier, *, at: datetime) -> bool:
    """Whether `actor` may read the file of a piece or an act, or what was signed on paper for a dossier.

    An applicant reads an act only once it is delivered, or notified where it refuses: it is withheld until payment.
    """
    if isinstance(of, Piece | Dossier):
        dossier = of.dossier_id if isinstance(of, Piece) else of.pk
        return Dossier.objects.filter(visible_dossiers(actor, at=at), pk=dossier).exists()
    if not Act.objects.filter(visible_acts(actor, at=at), pk=of.pk).exists():
        return False
    if of.dossier is None:
        return True
    if set(roles_over(actor, of.dossier, at=at)) <= {APPLICANT, MANDATARY}:
        return of.state not in (ActState.PREPARED, ActState.SIGNED, ActState.VOIDED)
    return True
