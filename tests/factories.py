"""Rows for tests, named by the stage of life they stand in, over the synthetic procedures of `tests.snapshots`.

Everybody here is invented.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from wagtail.models import Locale

from portal.accounts.models import Grant, Role, User
from portal.kernel.models import StoredFile
from portal.territory.models import Body, Commune, Province, Region, ReviewBody, ReviewRegime
from procedures.models import LocalPublication, ProcedureKey, ProcedureVersion, VersionPeriod
from procedures.snapshot import Snapshot
from tests.snapshots import ANSWERS, DECLARATION, OCCUPATION, REFECTION, SMALL_PROJECT
from tracking.actions.close_session import close_session
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.give_opinion import give_opinion
from tracking.actions.open_session import open_session
from tracking.actions.prepare_decision import prepare_decision
from tracking.models import Act, Decision, Dossier, Opinion
from tracking.service import Applicant, FiledPiece, open_dossier

__all__ = ["DECLARATION", "OCCUPATION", "REFECTION", "SMALL_PROJECT"]
# A Monday with no feast in the weeks after it.
MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
_numbers = itertools.count(1)


def make_person(name: str = "Personne", **fields: Any) -> User:
    """A person with an account; phone and e-mail only when given."""
    return User.objects.create(full_name=f"{name} {next(_numbers)}", full_name_ar="شخص", **fields)


def make_officer(role: Role, *, until: date | None = None, since: date = LONG_AGO, **place: Any) -> User:
    """A person with one grant over `commune`, `province` or `body`."""
    number = next(_numbers)
    user = make_person(str(role), email=f"{role}-{number}@exemple.invalid", kind=User.Kind.OFFICER)
    Grant.objects.create(user=user, role=role, valid_from=since, valid_until=until, reason="test", **place)
    return user


def make_file(content: str = "") -> StoredFile:
    """A stored file's row; its bytes are nowhere."""
    number = next(_numbers)
    digest = hashlib.sha256(f"{content}{number}".encode()).hexdigest()
    return StoredFile.objects.create(
        key=f"test/{number}",
        name=f"{number}.pdf",
        content_type="application/pdf",
        size=1,
        sha256=digest,
        created_at=MONDAY,
    )


def make_version(snapshot: Snapshot, *, since: date = LONG_AGO, until: date | None = None) -> ProcedureVersion:
    """The next frozen version of the procedure that `snapshot` describes, in force from `since`."""
    key, _made = ProcedureKey.objects.get_or_create(
        code=snapshot.code,
        defaults={
            "slug": snapshot.code.lower(),
            "family": snapshot.family,
            "source_locale": Locale.objects.get(language_code="fr"),
        },
    )
    version = ProcedureVersion.objects.create(
        key=key,
        number=key.versions.count() + 1,
        content=snapshot.to_json(),
        digest=snapshot.digest(),
        law_digest=snapshot.digest(),
        frozen_at=MONDAY,
    )
    VersionPeriod.objects.create(version=version, since=since, until=until)
    return version


@dataclass
class Town:
    """A province under the provincial committee with two communes, their bodies and their officers."""

    province: Province
    commune: Commune
    neighbour: Commune
    bodies: dict[str, Body]
    committee: ReviewBody
    clerk: User
    technician: User
    cashier: User
    president: User
    secretary: User
    governor: User
    members: dict[str, User]
    versions: dict[str, ProcedureVersion] = field(default_factory=dict)

    def version(self, snapshot: Snapshot) -> ProcedureVersion:
        """The one version of this procedure in the test."""
        if snapshot.code not in self.versions:
            self.versions[snapshot.code] = make_version(snapshot)
        return self.versions[snapshot.code]

    def publish(self, snapshot: Snapshot, **facts: Any) -> LocalPublication:
        """The commune's facts about the procedure, from long before any filing."""
        return LocalPublication.objects.create(
            commune=self.commune,
            key=self.version(snapshot).key,
            since=datetime(2021, 1, 1, tzinfo=UTC),
            facts=facts,
        )


def make_commune(province: Province, code: str, name: str, *, urban: bool = True) -> Commune:
    """A commune of `province` under the provincial committee."""
    commune = Commune.objects.create(
        code=code, slug=name.lower(), name_fr=name, name_ar="جماعة", province=province, is_urban=urban
    )
    ReviewRegime.objects.create(
        commune=commune,
        kind=ReviewRegime.Kind.PROVINCIAL_COMMITTEE,
        valid_from=LONG_AGO,
        source="test",
        confidence="high",
    )
    return commune


def make_town() -> Town:
    """The province with everybody in it."""
    region = Region.objects.create(code="08", slug="draa", name_fr="Drâa", name_ar="درعة")
    province = Province.objects.create(code="08.577", slug="tinghir", name_fr="Tinghir", name_ar="تنغير", region=region)
    commune = make_commune(province, "08.577.01.11", "Tinghir")
    neighbour = make_commune(province, "08.577.01.01", "Boumalne")
    bodies = {}
    for kind in ("province", "commune", "urban_agency", "local_authority", "hygiene"):
        body = Body.objects.create(code=f"{kind}-tinghir", kind=kind, name_fr=kind, name_ar="هيئة")
        if kind in ("province", "urban_agency"):
            body.provinces.add(province)
        else:
            body.communes.add(commune)
        bodies[kind] = body
    committee = ReviewBody.objects.create(
        code="committee", kind=ReviewBody.Kind.PROVINCIAL_COMMITTEE, province=province, valid_from=LONG_AGO
    )
    committee.communes.add(commune, neighbour)
    return Town(
        province=province,
        commune=commune,
        neighbour=neighbour,
        bodies=bodies,
        committee=committee,
        clerk=make_officer(Role.CLERK, commune=commune),
        technician=make_officer(Role.TECHNICIAN, commune=commune),
        cashier=make_officer(Role.CASHIER, commune=commune),
        president=make_officer(Role.PRESIDENT, commune=commune),
        secretary=make_officer(Role.COMMITTEE_SECRETARY, province=province),
        governor=make_officer(Role.GOVERNOR, province=province),
        members={kind: make_officer(Role.MEMBER, body=body) for kind, body in bodies.items()},
    )


def make_pieces(*codes: str) -> list[FiledPiece]:
    """One file for each document."""
    return [FiledPiece(document_code=code, file=make_file(code), name=f"{code}.pdf") for code in codes]


def make_applicant(user: User | None = None, **fields: Any) -> Applicant:
    """An applicant with an account, unless `user=None` is meant: then pass `without_account()`."""
    person = user or make_person("Demandeur", phone=f"+2126{next(_numbers):08d}", phone_verified=True)
    plain = Applicant(
        user=person, name=person.full_name, cnie="AB123456", phone=str(person.phone or ""), email="", language="ar"
    )
    return replace(plain, **fields)


def without_account() -> Applicant:
    """An applicant whom the counter serves."""
    return Applicant(user=None, name="Personne sans compte", cnie="AB654321", phone="", email="", language="ar")


def filed_dossier(
    town: Town,
    snapshot: Snapshot = REFECTION,
    *,
    given: tuple[str, ...] = ("identity_copy", "right_on_place"),
    applicant: Applicant | None = None,
    commune: Commune | None = None,
    answers: dict[str, Any] | None = None,
    at: datetime = MONDAY,
    key: str = "",
) -> Dossier:
    """A request filed online with the documents `given`: admitted, registered or incomplete, as the law has it."""
    applicant = applicant or make_applicant()
    if applicant.user is None:
        actor, origin = town.clerk, Dossier.Origin.COUNTER
    else:
        actor, origin = applicant.user, Dossier.Origin.ONLINE
    return open_dossier(
        actor=actor,
        applicant=applicant,
        version=town.version(snapshot),
        commune=commune or town.commune,
        answers=ANSWERS[snapshot.code] if answers is None else answers,
        pieces=make_pieces(*given),
        origin=origin,
        idempotency_key=key or f"test:{next(_numbers)}",
        at=at,
    )


def incomplete_dossier(town: Town, snapshot: Snapshot = REFECTION, **fields: Any) -> Dossier:
    """A request whose proof of right on the place is missing."""
    return filed_dossier(town, snapshot, given=("identity_copy",), **fields)


def dossier_in_session(town: Town, **fields: Any) -> Dossier:
    """A small project on the agenda of the committee, three days after filing."""
    dossier = filed_dossier(town, SMALL_PROJECT, **fields)
    at = dossier.filed_at + timedelta(days=3)
    open_session(dossier=dossier, held_on=at.date(), actor=town.secretary, at=at)
    return dossier


def give_opinions(town: Town, dossier: Dossier, *, at: datetime, **values: str) -> None:
    """Each body asked in this round speaks: favourable, unless `values` says otherwise by kind."""
    for consultation in dossier.consultations.filter(round=dossier.round).select_related("body"):
        kind = consultation.body.kind
        value = values.get(kind, Opinion.Value.FAVOURABLE)
        give_opinion(
            consultation=consultation,
            value=value,
            reasons="" if value == Opinion.Value.FAVOURABLE else "Motif",
            actor=town.members[kind],
            at=at,
        )


def awaiting_decision(
    town: Town, snapshot: Snapshot = REFECTION, *, opinions: dict[str, str] | None = None, **fields: Any
) -> Dossier:
    """A request before the president: checked by the technical service, or examined on the spot."""
    if snapshot is REFECTION:
        dossier = filed_dossier(town, REFECTION, **fields)
        at = dossier.filed_at + timedelta(days=1)
        prepare_decision(dossier=dossier, finding="Conforme", actor=town.technician, at=at)
        return dossier
    dossier = dossier_in_session(town, **fields)
    at = dossier.filed_at + timedelta(days=3, hours=1)
    give_opinions(town, dossier, at=at, **(opinions or {}))
    close_session(dossier=dossier, minutes="", actor=town.secretary, at=at)
    return dossier


def prepared_act(
    town: Town, snapshot: Snapshot = REFECTION, *, outcome: str = Decision.Outcome.GRANT, **fields: Any
) -> Act:
    """A decision with its number, not signed yet; a refusal has its reasons in Arabic."""
    dossier = awaiting_decision(town, snapshot, **fields)
    refusal = outcome == Decision.Outcome.REFUSAL
    return decide_dossier(
        dossier=dossier,
        outcome=outcome,
        reasons="البناء مخالف لتصميم التهيئة" if refusal else "",
        legal_ground="12-90 art. 43" if refusal else "",
        actor=town.president,
        at=dossier.state_since + timedelta(hours=1),
    )
