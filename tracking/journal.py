"""The journal: what happened, in order, each entry bound to the one before by its hash (docs/decisions/0005).

`append` is called inside the transaction of what it records, after the chain's owner was locked. `verify` recomputes a
chain and tells every break. Facts are plain values that name nobody; what is personal goes to the erasable detail, of
which the chain holds a salted digest only.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from portal.accounts.models import User

from .models import Act, Dossier, Event, EventDetail

FORMAT: Final = 1
Subject = Dossier | Act
_PLAIN: Final = (str, int, bool, type(None))


class Break(StrEnum):
    """What is wrong with an entry."""

    HASH = "hash"
    """The entry no longer says what was hashed."""
    LINK = "link"
    """It does not follow the entry before it."""
    SEQUENCE = "sequence"
    """An entry is missing before it, or stands twice."""
    DETAIL = "detail"
    """Its detail, not erased, is not the one whose digest was kept."""
    FORMAT = "format"
    """Its format is unknown to this software."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken entry: its number in the chain and what is wrong."""

    sequence: int
    broken: Break


def canonical(value: Any) -> bytes:
    """`value` as bytes, always the same: JSON, keys sorted, no spaces, UTF-8.

    Raises `TypeError` for anything but text, whole numbers, yes, no, nothing, lists and mappings with text keys: a
    fraction or a moment has more than one spelling.
    """
    _require_plain(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _require_plain(value: Any) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of a journal entry is text, not {type(key).__name__}")
            _require_plain(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _require_plain(inner)
    elif not isinstance(value, _PLAIN):
        raise TypeError(f"a journal entry holds plain values, not {type(value).__name__}")


def chain_of(subject: Subject) -> QuerySet[Event]:
    """The entries of the chain that `subject` belongs to, in order."""
    if isinstance(subject, Dossier):
        return Event.objects.filter(dossier=subject).order_by("sequence")
    if subject.dossier_id is not None:
        return Event.objects.filter(dossier_id=subject.dossier_id).order_by("sequence")
    return Event.objects.filter(act=subject, dossier__isnull=True).order_by("sequence")


def recorded(subject: Subject, idempotency_key: str | None) -> Event | None:
    """The entry already written under this key, if any."""
    if idempotency_key is None:
        return None
    return chain_of(subject).filter(idempotency_key=idempotency_key).first()


def repeats(
    event: Event,
    *,
    kind: str,
    actor: User | None,
    facts: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> bool:
    """Whether `event` is this very act, sent again by the same person in the same round of its file."""
    told: EventDetail | None = getattr(event, "detail", None)
    if (event.kind, event.actor_id) != (kind, actor.pk if actor else None):
        return False
    if canonical(event.facts) != canonical(facts or {}) or bool(detail) != bool(event.detail_digest):
        return False
    if detail and told is not None and _digest(told.salt, detail) != event.detail_digest:
        return False
    later = Event.objects.filter(dossier=event.dossier_id, sequence__gt=event.sequence, kind="file_modified")
    return event.dossier_id is None or not later.exists()


def append(
    subject: Subject,
    *,
    kind: str,
    at: datetime,
    actor: User | None,
    role: str,
    from_state: str = "",
    to_state: str = "",
    facts: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
    act: Act | None = None,
) -> Event:
    """Write the next entry of the chain. The caller holds the lock on its owner.

    `act`: the act an entry of a dossier's chain is about. Raises `TransactionManagementError` outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written in the transaction of what it records")
    dossier, about = (subject, act) if isinstance(subject, Dossier) else (subject.dossier, subject)
    last = chain_of(subject).order_by("-sequence").values_list("sequence", "hash").first() or (0, "")
    salt = secrets.token_hex(16) if detail else ""
    event = Event(
        dossier=dossier,
        act=about,
        sequence=last[0] + 1,
        at=at.astimezone(UTC),
        kind=kind,
        from_state=from_state,
        to_state=to_state,
        actor=actor,
        actor_role=role,
        facts=dict(facts or {}),
        detail_digest=_digest(salt, detail) if detail else "",
        previous_hash=last[1],
        format=FORMAT,
        idempotency_key=idempotency_key,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    if detail:
        EventDetail.objects.create(event=event, salt=salt, content=dict(detail))
    return event


def hash_of(event: Event) -> str:
    """SHA-256 of the entry in format 1, in hexadecimal."""
    dossier, act, actor = event.dossier, event.act, event.actor
    return hashlib.sha256(
        canonical(
            {
                "format": event.format,
                "dossier": dossier.reference if dossier else None,
                "act": act.code if act else None,
                "sequence": event.sequence,
                "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "kind": event.kind,
                "from": event.from_state,
                "to": event.to_state,
                "actor": actor.username if actor else None,
                "role": event.actor_role,
                "facts": event.facts,
                "detail": event.detail_digest,
                "key": event.idempotency_key,
                "previous": event.previous_hash,
            }
        )
    ).hexdigest()


def _digest(salt: str, detail: Mapping[str, Any]) -> str:
    return hashlib.sha256(salt.encode() + canonical(detail)).hexdigest()


def verify(subject: Subject) -> list[Finding]:
    """Every break of the chain, in order; an empty list is an intact chain.

    That its end was not cut off can be told only by whoever kept a later hash: receipts and acts print theirs.
    """
    found: list[Finding] = []
    sequence, previous = 0, ""
    for event in chain_of(subject).select_related("dossier", "act", "actor", "detail"):
        found += [Finding(event.sequence, broken) for broken in _breaks(event, sequence + 1, previous)]
        sequence, previous = event.sequence, event.hash
    return found


def _breaks(event: Event, sequence: int, previous: str) -> list[Break]:
    if event.format != FORMAT:
        return [Break.FORMAT]
    broken = []
    if event.sequence != sequence:
        broken.append(Break.SEQUENCE)
    if event.previous_hash != previous:
        broken.append(Break.LINK)
    if event.hash != hash_of(event):
        broken.append(Break.HASH)
    detail = getattr(event, "detail", None)
    if event.detail_digest and detail is None:
        broken.append(Break.DETAIL)
    if detail is not None and detail.erased_at is None and _digest(detail.salt, detail.content) != event.detail_digest:
        broken.append(Break.DETAIL)
    return broken
