"""The bodies, the review regime and the review body that a commune comes under on a day.

Who may see which commune's files is decided in `tracking.policies`, from the grants.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from .models import Body, Commune, ReviewBody, ReviewRegime


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
