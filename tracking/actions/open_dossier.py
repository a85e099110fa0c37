"""Filing a request: its number, its pieces and its receipt, in one transaction.

Filing is idempotent by key, also when two requests arrive at once. The receipt comes at once
in one of two forms: complete (admitted, the clock runs) or incomplete (the list, no clock);
a complete declaration is registered at once (RGC 30, 33; law 55-19).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from portal.kernel.models import Counter, StoredFile
from portal.kernel.now import local_date
from portal.kernel.references import make_reference
from portal.kernel.text import normalise
from portal.territory.models import Commune
from procedures.conditions import Place
from procedures.law import documents_asked
from procedures.local import facts_in_force
from procedures.models import ProcedureVersion

from ..issuing import land_reference
from ..lifecycle.lodge import filed_under, lodge
from ..lifecycle.table import APPLICANT, MANDATARY
from ..models import Act, ActState, Dossier, Piece
from ..policies import has_mandate, may_in_commune
from .settle_filing import settle_filing

_AT_THE_DESK: Final = frozenset({str(Role.CLERK)})


@dataclass(frozen=True, slots=True)
class Applicant:
    """In whose name the request is filed. `user` is `None` for a person without account; `cnie` may be a passport number.

    `phone` is in E.164 or empty, `language` is `ar`, `fr` or `zgh`.
    """

    user: User | None
    name: str
    cnie: str
    phone: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class FiledPiece:
    """One file given for one document of the version; `name` is the one its owner gave it."""

    document_code: str
    file: StoredFile
    name: str


def open_dossier(
    *,
    actor: User,
    applicant: Applicant,
    version: ProcedureVersion,
    commune: Commune,
    answers: Mapping[str, Any],
    pieces: Sequence[FiledPiece],
    origin: str,
    idempotency_key: str,
    at: datetime,
    builds_on: Act | None = None,
    filed_at: datetime | None = None,
    pad: tuple[str, StoredFile] | None = None,
    facts: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Dossier:
    """File a request and give its dossier; a second call with the same key gives the same dossier.

    `filed_at`: the moment on the pad, for a paper filing recorded later; the version, the commune's facts and the clock
    are of that moment. `pad`: the pad's number and its scan. `facts` and `detail` join the first entry of the journal.
    Raises `NotAllowed` (neither applicant, mandatary nor clerk here), `Refused` (`version_not_in_force`, `not_online`),
    `Invalid` (`document_unknown`, `act_not_standing`), `Conflict` (`key_taken`: by another filing).
    """
    existing = _existing(idempotency_key, actor, commune, version)
    if existing is not None:
        return existing
    filed_at = filed_at or at
    role = _require_right(actor, applicant, commune, origin, at=at)
    _require_filable(version, commune, answers, pieces, builds_on, filed_at=filed_at)
    local = facts_in_force(commune, version.key, at=filed_at)
    if origin == Dossier.Origin.ONLINE and local is not None and local.facts.get("online") is False:
        raise Refused(_("The commune does not take this request online at the moment."), code="not_online")
    dossier = Dossier(
        idempotency_key=idempotency_key,
        version=version,
        key=version.key,
        commune=commune,
        local=local,
        applicant=applicant.user,
        applicant_name=applicant.name,
        applicant_cnie=applicant.cnie,
        applicant_phone=applicant.phone,
        applicant_email=applicant.email,
        filed_by=actor,
        language=applicant.language,
        origin=origin,
        answers=dict(answers),
        filed_at=filed_at,
        silence_grants=version.snapshot.silence.grants,
        builds_on=builds_on,
        pad_number=pad[0] if pad else "",
        pad_scan=pad[1] if pad else None,
    )
    try:
        with transaction.atomic():
            _write(dossier, pieces, actor=actor, role=role, at=at, facts=facts or {}, detail=detail)
    except IntegrityError:
        # Another request with the same key won: its dossier is the answer. Anything else is a fault and goes on.
        winner = _existing(idempotency_key, actor, commune, version)
        if winner is None:
            raise
        return winner
    return dossier


def _existing(key: str, actor: User, commune: Commune, version: ProcedureVersion) -> Dossier | None:
    dossier = filed_under(key)
    if dossier is None:
        return None
    if (dossier.filed_by_id, dossier.version_id, dossier.commune_id) != (actor.pk, version.pk, commune.pk):
        raise Conflict(_("This filing was already used for another request."), code="key_taken")
    return dossier


def _require_right(actor: User, applicant: Applicant, commune: Commune, origin: str, *, at: datetime) -> str:
    """In what capacity `actor` files: identity or mandate is proven at filing (RGC 30)."""
    if origin != Dossier.Origin.ONLINE:
        role = may_in_commune(actor, _AT_THE_DESK, commune_id=commune.pk, at=at)
        if role is None:
            raise NotAllowed(_("Only the desk of this commune may file at the counter."), code="not_at_the_desk")
        return role
    if applicant.user is None or applicant.user.pk == actor.pk:
        return APPLICANT if applicant.user else MANDATARY
    if not has_mandate(actor, applicant.user, commune_id=commune.pk):
        raise NotAllowed(_("You need the mandate of this person to file in their name."), code="mandate_missing")
    return MANDATARY


def _require_filable(
    version: ProcedureVersion,
    commune: Commune,
    answers: Mapping[str, Any],
    pieces: Sequence[FiledPiece],
    builds_on: Act | None,
    *,
    filed_at: datetime,
) -> None:
    if not version.periods.in_force(on=local_date(filed_at)).exists():
        raise Refused(
            _("The rules changed since you began. See what changed, then file again."), code="version_not_in_force"
        )
    asked = {rule.code for rule in documents_asked(version.snapshot, answers, Place.of(commune))}
    unknown = sorted({piece.document_code for piece in pieces} - asked)
    if unknown:
        raise Invalid(
            _("A document was sent that this request does not ask for."), code="document_unknown", codes=unknown
        )
    standing = (ActState.VALID, ActState.IN_WORKS, ActState.COMPLETED, ActState.TRANSFERRED)
    if builds_on is not None and (builds_on.commune_id != commune.pk or builds_on.state not in standing):
        raise Invalid(_("The earlier act is not in force in this commune."), code="act_not_standing")


def _write(
    dossier: Dossier,
    pieces: Sequence[FiledPiece],
    *,
    actor: User,
    role: str,
    at: datetime,
    facts: Mapping[str, Any],
    detail: Mapping[str, Any] | None,
) -> None:
    year = local_date(dossier.filed_at).year
    place, code = dossier.commune.code.replace(".", ""), dossier.key.code
    dossier.reference = make_reference(place, code, str(year), sequence=Counter.take(f"dossier/{place}/{code}/{year}"))
    dossier.search_text = search_text(dossier)
    lodge(
        dossier,
        actor=actor,
        role=role,
        at=at,
        facts={
            **facts,
            "reference": dossier.reference,
            "version": dossier.version.number,
            "version_digest": dossier.version.digest,
            "origin": str(dossier.origin),
            "filed_at": dossier.filed_at.isoformat(),
            "pieces": [{"document": piece.document_code, "sha256": piece.file.sha256} for piece in pieces],
        },
        detail={**(detail or {}), "answers_digest": answers_digest(dossier)},
    )
    Piece.objects.bulk_create(
        Piece(
            dossier=dossier,
            document_code=piece.document_code,
            file=piece.file,
            name=piece.name[:255],
            given_at=dossier.filed_at,
            given_by=actor,
        )
        for piece in pieces
    )
    settle_filing(dossier, at=at)


def answers_digest(dossier: Dossier) -> str:
    """SHA-256 of the answers as filed, in hexadecimal: later it tells whether they were touched."""
    return hashlib.sha256(json.dumps(dossier.answers, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def search_text(dossier: Dossier) -> str:
    """What the inbox searches: reference, name, identity card, land, in the one normalised form."""
    words = [
        dossier.reference,
        dossier.applicant_name,
        dossier.applicant_cnie,
        dossier.applicant_phone,
        land_reference(dossier),
    ]
    return normalise(" ".join(word for word in words if word))
