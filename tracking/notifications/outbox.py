"""Fill the outbox: one row for each person and channel, in the transaction of what it tells.

Whom a kind is for stands in `kinds`; here the audience becomes people and addresses. The words are made at delivery, in
the language of the person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.accounts.models import Grant, Role, User
from portal.kernel.after_commit import enqueue
from portal.kernel.now import local_date
from portal.territory.models import Body

from ..lifecycle.table import Transition
from ..models import Dossier, Event, Notice
from .kinds import Audience, Kind, find

DELIVER = "tracking.notifications.delivery.deliver_notice"


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person with the ways to reach them; an empty way is none."""

    user: User | None
    language: str
    mail: str = ""
    phone: str = ""


def post_for(event: Event, dossier: Dossier, transition: Transition) -> None:
    """Tell what the table says is told of a transition (`lifecycle.apply.tellers`)."""
    for code in transition.notices:
        post(dossier, code, at=event.at, facts=event.facts, once=f"event:{event.pk}")


def post(dossier: Dossier, code: str, *, at: datetime, facts: Mapping[str, Any], once: str) -> list[Notice]:
    """Queue the notice `code` for everyone it is for; `once` names the occasion, and one occasion tells a person once.

    Raises `TransactionManagementError` outside a transaction only through what follows; the rows are plain inserts.
    """
    kind = find(code)
    made = []
    for addressee in _audience(kind.audience, dossier, at):
        for channel, address in _ways(kind, addressee):
            digest = hashlib.sha256(address.encode()).hexdigest()[:24]
            notice, created = Notice.objects.get_or_create(
                once_key=f"{once}:{code}:{channel}:{digest}",
                defaults={
                    "dossier": dossier,
                    "kind": code,
                    "channel": channel,
                    "recipient": addressee.user,
                    "address": address,
                    "language": addressee.language,
                    "data": _data(dossier, facts),
                    "created_at": at,
                    "next_try_at": at,
                    "queued_at": at,
                },
            )
            if created:
                enqueue(DELIVER, notice.pk)
                made.append(notice)
    return made


def _data(dossier: Dossier, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the sentences may say: nothing that names a person."""
    return {
        **facts,
        "reference": dossier.reference,
        "due_on": dossier.due_on.isoformat() if dossier.due_on else None,
        "wait_until": dossier.wait_until.isoformat() if dossier.wait_until else None,
        "commune": {language: dossier.commune.name_in(language) for language in ("ar", "fr", "zgh")},
    }


def _ways(kind: Kind, addressee: Addressee) -> Iterable[tuple[str, str]]:
    if addressee.mail:
        yield Notice.Channel.MAIL, addressee.mail
    if addressee.phone and kind.sms:
        yield Notice.Channel.SMS, addressee.phone


def _audience(audience: Audience, dossier: Dossier, at: datetime) -> list[Addressee]:
    if audience is Audience.APPLICANT:
        return [_applicant(dossier), *_mandatary(dossier)]
    return [_officer(user) for user in _officers(audience, dossier, at)]


def _applicant(dossier: Dossier) -> Addressee:
    user = dossier.applicant
    return Addressee(
        user=user,
        language=dossier.language,
        mail=dossier.applicant_email or (user.email if user else ""),
        phone=dossier.applicant_phone or (str(user.phone) if user and user.phone and user.phone_verified else ""),
    )


def _mandatary(dossier: Dossier) -> list[Addressee]:
    """Who filed online in another's name is told beside them."""
    user = dossier.filed_by
    online = dossier.origin == Dossier.Origin.ONLINE
    return [_officer(user)] if user and online and user.pk != dossier.applicant_id else []


def _officer(user: User) -> Addressee:
    return Addressee(user=user, language=user.language, mail=user.email)


def _officers(audience: Audience, dossier: Dossier, at: datetime) -> list[User]:
    in_force = Grant.objects.in_force(on=local_date(at)).filter(user__is_active=True)
    commune, province = dossier.commune_id, dossier.commune.province_id
    asked = dossier.consultations.filter(round=dossier.round, opinion__isnull=True)
    reach = {
        Audience.PRESIDENT: Q(role__in=[Role.PRESIDENT, Role.DELEGATE], commune=commune),
        Audience.DESK: Q(role=Role.CLERK, commune=commune),
        Audience.GOVERNOR: Q(role=Role.GOVERNOR, province=province),
        Audience.PROVINCE: Q(role__in=[Role.GOVERNOR, Role.COMMITTEE_SECRETARY], province=province)
        | Q(role=Role.CLERK, commune=commune),
        Audience.BODIES: Q(role=Role.MEMBER, body__in=asked.values("body")) & _here(commune),
        Audience.COPIES: Q(role=Role.MEMBER, body__kind=Body.Kind.LOCAL_AUTHORITY)
        & (Q(body__communes=commune) | Q(body__provinces=province))
        & _here(commune)
        | Q(role=Role.MEMBER, body__in=dossier.consultations.values("body")) & _here(commune),
    }[audience]
    return list(User.objects.filter(pk__in=in_force.filter(reach).values("user")).order_by("pk"))


def _here(commune: int) -> Q:
    return Q(commune__isnull=True) | Q(commune=commune)
