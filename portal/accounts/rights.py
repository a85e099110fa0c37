"""Who a person is today: the grants in force, and whether one of them names a role over a place or a body.

A grant is the only source of rights. What a role may do with a dossier is decided in `tracking.policies`, not here.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser

from portal.kernel.now import today
from portal.territory.models import Body, Commune, Province

from .models import DECIDING_ROLES, Grant, Role, User


def grants_of(user: User | AnonymousUser, *, on: date | None = None) -> tuple[Grant, ...]:
    """The grants of `user` in force on the local day `on` (default: today), with their commune, province and body.

    None for an anonymous, inactive or unsaved person. Kept on the user object for each day asked, so that a request
    reads them once.
    """
    if not isinstance(user, User) or not user.is_active or user.pk is None:
        return ()
    day = on or today()
    kept: dict[date, tuple[Grant, ...]] | None = getattr(user, "_grants_by_day", None)
    if kept is None:
        # Set through the object, which may be a request's lazy one.
        kept = user._grants_by_day = {}
    if day not in kept:
        kept[day] = tuple(
            Grant.objects.filter(user=user).in_force(on=day).select_related("commune", "province", "body")  # type: ignore[attr-defined]
        )
    return kept[day]


def has_role(
    user: User | AnonymousUser,
    *roles: Role | str,
    commune: Commune | None = None,
    province: Province | None = None,
    body: Body | None = None,
) -> bool:
    """Whether a grant in force today gives `user` one of `roles` over everything named; without roles, never.

    A grant over a province covers its communes; a grant of a body covers the body's jurisdiction, or the one commune it
    names; a national role covers every place. A place does not cover the province around it.
    """
    return any(
        grant.role in roles
        and (commune is None or _covers_commune(grant, commune))
        and (province is None or _covers_province(grant, province))
        and (body is None or grant.body_id == body.pk)
        for grant in grants_of(user)
    )


def decides(user: User | AnonymousUser) -> bool:
    """Whether a role in force today decides or signs, so that a second factor is demanded; a superuser's always does."""
    return (isinstance(user, User) and user.is_superuser) or has_role(user, *DECIDING_ROLES)


def _national(grant: Grant) -> bool:
    return grant.commune_id is None and grant.province_id is None and grant.body_id is None


def _covers_commune(grant: Grant, commune: Commune) -> bool:
    if grant.commune_id is not None:
        return grant.commune_id == commune.pk
    if grant.province_id is not None:
        return grant.province_id == commune.province_id
    if grant.body is not None:
        return (
            grant.body.communes.filter(pk=commune.pk).exists()
            or grant.body.provinces.filter(pk=commune.province_id).exists()
        )
    return True


def _covers_province(grant: Grant, province: Province) -> bool:
    if grant.province_id is not None:
        return grant.province_id == province.pk
    if grant.body is not None and grant.commune_id is None:
        return grant.body.provinces.filter(pk=province.pk).exists()
    return _national(grant)
