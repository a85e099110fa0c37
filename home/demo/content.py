"""The demonstration's files: one in each situation an officer meets in the morning, made by the real actions.

Names, numbers and papers are marked as a demonstration; each file is made once (its idempotency key) and left as the
roles then change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from portal.accounts.models import User
from portal.kernel.files import store
from portal.kernel.now import local_date
from portal.kernel.paper import Paper
from portal.territory.models import Commune
from procedures.conditions import Place
from procedures.law import documents_asked
from procedures.local import publish_facts
from procedures.models import ProcedureKey, ProcedurePage, ProcedureVersion
from procedures.snapshot import DocumentRule
from procedures.versions import version_in_force
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.prepare_decision import prepare_decision
from tracking.actions.sign_act import sign_act
from tracking.models import Decision, Dossier
from tracking.models.states import DossierState
from tracking.service import Applicant, FiledPiece, open_dossier

from .accounts import COMMUNE_CODE, find_account, user_of

_APPLICANT: Final[Mapping[str, Any]] = {
    "full_name": "مرتفق تجريبي",
    "identity": {"kind": "cnie", "number": "ZZ000000"},
    "phone": "+212600000001",
}
_REPAIR: Final[Mapping[str, Any]] = {
    **_APPLICANT,
    "quality": "owner",
    "address": {"place": "حي تجريبي", "street": "زنقة 1"},
    "land_right": "moulkiya",
    "scope": "inside",
    "nature": ["roof"],
    "description": "إصلاح سقف يتسرب منه الماء.",
    "duration": "20",
}
_HOUSE: Final[Mapping[str, Any]] = {
    **_APPLICANT,
    "quality": "owner",
    "has_architect": True,
    "architect_name": "مهندس معماري تجريبي",
    "architect_number": "0000",
    "address": {"place": "تجزئة تجريبية", "street": "القطعة 12"},
    "land_right": "title",
    "land_reference": {"kind": "title", "number": "0000/28", "name": "ملك تجريبي"},
    "land_area": "120",
    "zone": "subdivision",
    "connected": True,
    "nature": "new",
    "use": "house",
    "levels": "2",
    "height": "8.5",
    "covered_area": "180",
    "dwellings": "1",
    "description": "بناء منزل من طابقين.",
}
_TERRACE: Final[Mapping[str, Any]] = {
    **_APPLICANT,
    "legal_form": "person",
    "shop_name": "مقهى تجريبي",
    "address": {"place": "شارع تجريبي"},
    "object": ["tables"],
    "length": "5",
    "width": "2",
    "area": "10",
    "pavement_left": "1.8",
    "quarters": "4",
    "removable": True,
}


def ensure_content(*, at: datetime) -> None:
    """Make the commune's facts and the demonstration's files where they are missing."""
    commune = Commune.objects.select_related("province").get(code=COMMUNE_CODE)
    publish_terrace_facts(commune, at=at)
    citizen = _user("citizen")
    hours = timedelta(hours=1)
    _file("waiting", "U6", _REPAIR, commune, citizen, at=at - 26 * hours)
    _prepared("prepared", _REPAIR, commune, citizen, at=at - 52 * hours)
    _signed("approved", _REPAIR, commune, citizen, at=at - 100 * hours)
    _file("house", "U1", _HOUSE, commune, _user("architect"), at=at - 30 * hours)
    period = {"from": local_date(at).isoformat(), "until": (local_date(at) + timedelta(days=364)).isoformat()}
    _file("terrace", "D1", {**_TERRACE, "period": period}, commune, citizen, at=at - 20 * hours)
    _file("incomplete", "U6", _REPAIR, commune, citizen, at=at - 6 * hours, leave_out={"right_on_place"})


def publish_terrace_facts(commune: Commune, *, at: datetime) -> None:
    """Whether one negative opinion blocks a terrace is the commune's own data: here, a demonstration's."""
    key = ProcedureKey.objects.get(code="D1")
    facts = {"online": True, "one_negative_blocks": True}
    page = ProcedurePage.objects.filter(commune=commune, key=key, carries_facts=True).first()
    if page is not None and not page.facts:
        page.facts = facts
        page.save(update_fields=["facts"])
        publish_facts(commune=commune, key=key, facts=facts, actor=None, at=at - timedelta(days=30))


def _user(slug: str) -> User:
    account = find_account(slug)
    assert account is not None
    return user_of(account)


def _file(
    name: str,
    code: str,
    answers: Mapping[str, Any],
    commune: Commune,
    actor: User,
    *,
    at: datetime,
    leave_out: frozenset[str] | set[str] = frozenset(),
) -> Dossier:
    key = f"demonstration:{name}"
    made = commune.dossiers.filter(idempotency_key=key).first()
    if made is not None:
        return made
    version = version_in_force(ProcedureKey.objects.get(code=code), on=local_date(at))
    assert version is not None, f"{code} is not in force"
    applicant = Applicant(
        user=actor,
        name=str(answers["full_name"]),
        cnie=answers["identity"]["number"],
        phone=answers["phone"],
        email=actor.email,
        language="ar",
    )
    return open_dossier(
        actor=actor,
        applicant=applicant,
        version=version,
        commune=commune,
        answers=answers,
        pieces=_pieces(version, answers, commune, leave_out, at=at),
        origin=Dossier.Origin.ONLINE,
        idempotency_key=key,
        at=at,
    )


def _pieces(
    version: ProcedureVersion, answers: Mapping[str, Any], commune: Commune, leave_out: Any, *, at: datetime
) -> list[FiledPiece]:
    asked = documents_asked(version.snapshot, answers, Place.of(commune))
    return [
        FiledPiece(
            document_code=rule.code,
            file=store(_paper(rule, at=at), name=f"{rule.label.ar}.pdf", at=at),
            name=f"{rule.label.ar}.pdf",
        )
        for rule in asked
        if rule.nature == "main" and rule.code not in leave_out
    ]


def _paper(rule: DocumentRule, *, at: datetime) -> bytes:
    """A sheet that stands for a document and says that it is none."""
    paper = Paper(title=rule.label.read("ar").words, lang="ar", created=at, demo=True, reference=rule.code)
    paper.heading(rule.label.read("ar").words)
    paper.paragraph("وثيقة من أجل النموذج التجريبي فقط.")
    return paper.pdf()


def _prepared(name: str, answers: Mapping[str, Any], commune: Commune, actor: User, *, at: datetime) -> Dossier:
    dossier = _file(name, "U6", answers, commune, actor, at=at)
    if dossier.state == DossierState.ADMITTED:
        prepare_decision(
            dossier=dossier,
            finding="أشغال صغيرة لا تمس الواجهة ولا الهيكل.",
            actor=_user("technician"),
            at=at + timedelta(hours=3),
        )
        dossier.refresh_from_db()
    return dossier


def _signed(name: str, answers: Mapping[str, Any], commune: Commune, actor: User, *, at: datetime) -> None:
    dossier = _prepared(name, answers, commune, actor, at=at)
    president = _user("president")
    if dossier.state != DossierState.AWAITING_DECISION:
        return
    act = decide_dossier(dossier=dossier, outcome=Decision.Outcome.GRANT, actor=president, at=at + timedelta(hours=5))
    sign_act(act=act, code=settings.DEMO_SIGNING_CODE, actor=president, at=at + timedelta(hours=6))
