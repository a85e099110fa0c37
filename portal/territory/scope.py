"""A person's territory as a query condition, and the bodies and regime that a commune comes under.

Works on anything with `commune_id`, `province_id` and `body_id` (a grant): this app knows no people.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet

from .models import Body, Commune, ReviewBody, ReviewRegime


class Territorial(Protocol):
    """One right over a commune, a province or a body's jurisdiction."""

    commune_id: int | None
    province_id: int | None
    body_id: int | None


def communes_of(grants: Iterable[Territorial], *, prefix: str = "") -> Q:
    """The communes covered by any of `grants`, as a condition on `Commune`, or on a model that reaches it by `prefix`.

    `prefix` ends in `__` (`dossier__commune__`). A grant of a body that also names a commune covers that commune only.
    A grant that names nothing covers nothing: national roles are the caller's decision.
    """
    condition = Q(**{f"{prefix}pk__in": []})
    for grant in grants:
        if grant.commune_id is not None:
            condition |= Q(**{f"{prefix}pk": grant.commune_id})
        elif grant.province_id is not None:
            condition |= Q(**{f"{prefix}province": grant.province_id})
        elif grant.body_id is not None:
            # A subquery: a join over two many-to-many relations would give rows twice.
            condition |= Q(**{f"{prefix}pk__in": jurisdiction(grant.body_id).values("pk")})
    return condition


def jurisdiction(body_id: int) -> QuerySet[Commune]:
    """The communes of a body: its own and those of its provinces."""
    return Commune.objects.filter(
        Q(pk__in=Body.communes.through.objects.filter(body_id=body_id).values("commune_id"))
        | Q(province_id__in=Body.provinces.through.objects.filter(body_id=body_id).values("province_id"))
    )


def bodies_for(commune: Commune, kind: str) -> QuerySet[Body]:
    """The bodies of `kind` (`Body.Kind`) competent in `commune`, those of the commune itself first."""
    own = Body.communes.through.objects.filter(commune_id=commune.pk).values("body_id")
    around = Body.provinces.through.objects.filter(province_id=commune.province_id).values("body_id")
    return Body.objects.filter(Q(pk__in=own) | Q(pk__in=around), kind=kind)


def regime_of(commune: Commune, *, on: date) -> ReviewRegime | None:
    """The review regime of `commune` on the local day `on`; `None` if none is recorded."""
    return (
        ReviewRegime.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), commune=commune, valid_from__lte=on
        )
        .order_by("-valid_from")
        .first()
    )


def review_body_of(commune: Commune, *, on: date) -> ReviewBody | None:
    """The desk or committee that holds the sessions of `commune` on the local day `on`, by its regime."""
    regime = regime_of(commune, on=on)
    if regime is None:
        return None
    return (
        ReviewBody.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
            communes=commune,
            kind=regime.kind,
            valid_from__lte=on,
        )
        .order_by("-valid_from", "code")
        .first()
    )
