"""A member gives the opinion of their own body, once: individual, within its competence, reasoned (RGC 26-28)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.accounts.rights import grants_of
from portal.kernel.errors import Conflict, Invalid, NotAllowed
from portal.kernel.now import local_date

from ..lifecycle.apply import apply, lock
from ..models import Consultation, Opinion


@transaction.atomic
def give_opinion(
    *,
    consultation: Consultation,
    value: str,
    actor: User,
    at: datetime,
    reasons: str = "",
    idempotency_key: str | None = None,
) -> Opinion:
    """Record the opinion; the same one again changes nothing.

    Raises `Invalid` (`opinion_unknown`, `reasons_missing`), `NotAllowed` (`another_body`), `Conflict` (`given_already`,
    `state_changed`).
    """
    dossier = lock(consultation.dossier, at=at)
    if value not in Opinion.Value.values:
        raise Invalid(_("An opinion is favourable, with reservations, or unfavourable."), code="opinion_unknown")
    if value != Opinion.Value.FAVOURABLE and not reasons.strip():
        raise Invalid(_("Reservations and unfavourable opinions give their reasons."), code="reasons_missing")
    if not _speaks_for(actor, consultation, at):
        raise NotAllowed(_("You speak for your own body only."), code="another_body")
    existing = Opinion.objects.filter(consultation=consultation).first()
    if existing is not None and (existing.value, existing.given_by_id) == (value, actor.pk):
        return existing
    if existing is not None or consultation.round != dossier.round:
        raise Conflict(_("This body has given its opinion already."), code="given_already")
    apply(
        dossier=dossier,
        transition="give_opinion",
        actor=actor,
        at=at,
        facts={"body": consultation.body.code, "value": str(value)},
        detail={"reasons": reasons} if reasons else None,
        idempotency_key=idempotency_key,
    )
    return Opinion.objects.create(consultation=consultation, value=value, reasons=reasons, given_by=actor, given_at=at)


def _speaks_for(actor: User, consultation: Consultation, at: datetime) -> bool:
    commune = consultation.dossier.commune_id
    return any(
        grant.role == Role.MEMBER and grant.body_id == consultation.body_id and grant.commune_id in (None, commune)
        for grant in grants_of(actor, on=local_date(at))
    )
