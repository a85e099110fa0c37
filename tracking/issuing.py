"""Issuing an act, safe when the process dies between any two writes.

One short transaction takes the number and writes `Act(prepared)`; rendering and sealing happen outside any transaction
and always for that number; a second short transaction keeps the sealed file and moves the dossier. Whoever is
interrupted finds the same act, with the same number, and goes on. Signing needs the person's code, so what a dead
process left unsigned is put before its signer again by the sweep; what it left signed is notified by the sweep.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.kernel.codes import new_code
from portal.kernel.errors import Conflict
from portal.kernel.files import store
from portal.kernel.models import Counter, StoredFile
from portal.kernel.now import LOCAL, local_date
from portal.kernel.ratelimit import take

from . import journal
from .models import Act, ActState, Decision, Dossier
from .renderers import paint_seal, render
from .signature.authority import open_signer, trust
from .signature.certificates import require_not_revoked
from .signature.errors import WrongCommune, WrongRole
from .signature.protocol import SignerIdentity, SignerRole
from .signature.seal import seal_pdf

FIELD: Final = "Signature"
_KIND_OF_REFUSAL: Final = "refusal"
_CAPACITIES: Final = {
    Role.PRESIDENT: SignerRole.PRESIDENT,
    Role.DELEGATE: SignerRole.DELEGATE,
    Role.GOVERNOR: SignerRole.GOVERNOR,
}


def kind_of(dossier: Dossier, outcome: str) -> str:
    """What is issued: the version's act, or a refusal."""
    return dossier.version.snapshot.act if outcome == Decision.Outcome.GRANT else _KIND_OF_REFUSAL


def prepare(
    dossier: Dossier, kind: str, *, at: datetime, printed: dict[str, Any] | None = None, number: str = ""
) -> Act:
    """Take the next number of the series and write the act, not signed yet. Inside the caller's transaction.

    `printed` joins the frozen facts. `number`: only for what bears the dossier's own reference.
    """
    year = local_date(at).year
    series = f"{dossier.commune.code}/{dossier.key.code}/{kind}/{year}"
    act = Act(
        code=new_code(),
        dossier=dossier,
        commune=dossier.commune,
        key=dossier.key,
        kind=kind,
        series=series,
        number=number or f"{Counter.take(f'act/{series}')}/{year}",
        holder_name=dossier.applicant_name,
        land_reference=land_reference(dossier),
        prepared_at=at,
        state_since=at,
    )
    act.facts = {**facts_of(dossier, at=at), **(printed or {})}
    act.save(force_insert=True)
    return act


def facts_of(dossier: Dossier, *, at: datetime) -> dict[str, Any]:
    """What any paper about `dossier` may print, frozen now: plain values, the sentences in three languages.

    `opinions`: body, value and reasons of the present round. `lodge_hash`: the entry of the filing in the journal.
    """
    snapshot, commune = dossier.version.snapshot, dossier.commune
    first = journal.chain_of(dossier).first()
    rows = dossier.consultations.filter(round=dossier.round).select_related("body", "opinion")
    return {
        "reference": dossier.reference,
        "filed_at": dossier.filed_at.astimezone(LOCAL).isoformat(),
        "applicant": {"name": dossier.applicant_name, "cnie": dossier.applicant_cnie},
        "commune": {"code": commune.code, "ar": commune.name_ar, "fr": commune.name_fr, "zgh": commune.name_zgh},
        "province": {
            "ar": commune.province.name_ar,
            "fr": commune.province.name_fr,
            "zgh": commune.province.name_zgh,
            "prefecture": commune.province.is_prefecture,
        },
        "procedure": {"code": snapshot.code, "title": asdict(snapshot.prose.title)},
        "version": {"number": dossier.version.number, "digest": dossier.version.digest},
        "legal_bases": [
            {"code": basis.code, "articles": basis.articles, "title": asdict(basis.title)}
            for basis in snapshot.legal_bases
        ],
        "answers": dossier.answers,
        "land_reference": land_reference(dossier),
        "opinions": [
            {
                "body": {"ar": row.body.name_ar, "fr": row.body.name_fr, "zgh": row.body.name_zgh},
                "value": row.opinion.value if hasattr(row, "opinion") else "",
                "given_at": row.opinion.given_at.astimezone(LOCAL).isoformat() if hasattr(row, "opinion") else "",
                "absent": row.absent,
            }
            for row in rows
        ],
        "lodge_hash": first.hash if first else "",
        "prepared_at": at.astimezone(LOCAL).isoformat(),
    }


def land_reference(dossier: Dossier) -> str:
    """The title or registration number given in the form, with the property's name; empty where none is asked."""
    for step in dossier.version.snapshot.steps:
        for question in step.questions:
            given = dossier.answers.get(question.key)
            if question.type == "land_reference" and isinstance(given, dict):
                return " ".join(part for part in (given.get("number"), given.get("name")) if part)[:120]
    return ""


def seal(act: Act, *, actor: User, role: str, code: str, at: datetime) -> tuple[StoredFile, SignerIdentity]:
    """Render `act`, sign it with the key of `actor`, keep the file. Outside any transaction; the act's row is not touched.

    `code`: the signing code; tries are counted. Raises the errors of `tracking.signature`, `TooMany`.
    """
    take("sign", str(actor.pk), limit=20, seconds=300)
    signer = open_signer(settings.SIGNING_KEYS_DIR, actor.username)
    identity = signer.identity
    capacity = _CAPACITIES.get(Role(role))
    # The governor signs for the province: that certificate names no commune.
    communes = {act.commune.code, ""} if capacity is SignerRole.GOVERNOR else {act.commune.code}
    if identity.role != capacity:
        raise WrongRole(role=identity.role.value)
    if identity.commune_code not in communes:
        raise WrongCommune(commune_code=identity.commune_code)
    _roots, crls = trust(settings.SIGNING_KEYS_DIR)
    require_not_revoked(signer.certificate, crls=crls)
    paper = render(act)
    with signer.unlock(code, at=at) as session:
        sealed = seal_pdf(
            paper,
            signer=session,
            field_name=FIELD,
            reason=f"{act.kind} {act.number}",
            location=act.commune.name_fr,
            signed_at=at,
            stamp=paint_seal(act, identity, at),
        )
    name = f"{act.kind}-{act.number}.pdf".replace("/", "-")
    return store(sealed.data, name=name, at=at), identity


def require_unsigned(act: Act) -> Act:
    """Read `act` again; raises `Conflict` (`act_state_changed`) unless it still waits for a signature."""
    act.refresh_from_db()
    if act.state != ActState.PREPARED:
        raise Conflict(
            _("This act is signed already, or its number was voided."), code="act_state_changed", state=act.state
        )
    return act
