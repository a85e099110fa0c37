"""Two questions anyone may ask of an act: is this document intact, and in what state is the act today?

A code answers the second only; a file answers both. An act that is not delivered yet (withheld until payment, or not
notified) and a voided number are unknown here: what the holder does not have, nobody shows them. The answer holds no name
and no identity number.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

import pikepdf
from django.db.models import QuerySet

from portal.kernel.codes import clean_code, codes_equal
from portal.kernel.files import BROKEN_PDF
from portal.kernel.now import local_date

from ..models import Act, ActState
from ..signature.check import check_pdf
from ..signature.protocol import SignerRole
from ..signature.report import SignatureReport, Verdict

CODE_LENGTH: Final = 20
_WITHHELD: Final = (ActState.PREPARED, ActState.SIGNED, ActState.VOIDED)
_LIVING: Final = (ActState.VALID, ActState.IN_WORKS)
# A refusal concerns its applicant; only who holds its code is told.
_NOT_BY_REFERENCE: Final = ("refusal",)
_ADDRESS: Final = re.compile(r"/v/([0-9a-z-]{20,30})/")


class Integrity(StrEnum):
    """What a brought file is."""

    INTACT = "intact"
    ALTERED = "altered"
    UNKNOWN = "unknown"


class Doubt(StrEnum):
    """Why a file is not known to be intact."""

    NONE = ""
    NOT_KEPT = "not_kept"
    """Signed by a known signer, but not the file that the register keeps of any act."""
    UNSIGNED = "unsigned"
    UNKNOWN_SIGNER = "unknown_signer"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What the public is told of an act. `state`: its state today, an `ActState`; days are local.

    `commune`: the place's row, for its names; `procedure`: the title by language (`ar`, `fr`, `zgh`). `recorded`: the act
    was made elsewhere and entered from its paper; `by_hand`: its original is signed by hand and kept by the commune.
    """

    code: str
    kind: str
    number: str
    commune: Any
    procedure: dict[str, str | None]
    delivered_on: date | None
    state: str
    state_since: date | None
    valid_until: date | None
    recorded: bool
    by_hand: bool
    signed: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature of a brought file, as its trusted certificate says; `at` is what the signer's machine claimed."""

    role: SignerRole | None
    name_ar: str
    name_fr: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`act`: the act the code, or the file, names; `integrity`: of the file, `None` when none was brought.

    `altered_revision`: the first revision found changed, counted from 1.
    """

    act: ActFacts | None = None
    integrity: Integrity | None = None
    doubt: Doubt = Doubt.NONE
    signatures: tuple[Signed, ...] = ()
    altered_revision: int | None = None


def check(code: str, *, at: datetime) -> Answer:
    """The act of this code at `at`; an answer without act when there is none to show."""
    act = _act_of(code)
    return Answer(act=facts_of(act, at=at) if act else None)


def check_reference(reference: str, *, at: datetime) -> Answer:
    """The last act delivered on the dossier of this reference. References can be guessed: refusals are not shown."""
    acts = _public().filter(dossier__reference=reference).exclude(kind__in=_NOT_BY_REFERENCE)
    act = acts.order_by("-delivered_on", "-pk").first()
    return Answer(act=facts_of(act, at=at) if act else None)


def check_upload(
    data: bytes,
    *,
    at: datetime,
    trust_roots: Sequence[bytes],
    crls: Sequence[bytes] = (),
    redraw: Callable[[Act], bytes] | None = None,
) -> Answer:
    """What the brought file is, and the act it is or claims to be. Never raises for anything in `data`.

    `redraw` draws again an act that bears no signature: the same bytes prove that nothing was changed.
    """
    kept = _public().filter(file__sha256=hashlib.sha256(data).hexdigest()).first()
    report = check_pdf(data, trust_roots=trust_roots, at=at, crls=crls)
    if kept is not None:
        return Answer(facts_of(kept, at=at), Integrity.INTACT, signatures=_signatures(report))
    claimed = _act_of(_claimed_code(data))
    facts = facts_of(claimed, at=at) if claimed else None
    if report.verdict is Verdict.ALTERED:
        return Answer(
            facts,
            Integrity.ALTERED,
            signatures=_signatures(report),
            altered_revision=report.altered_revision,
        )
    if report.verdict is Verdict.INTACT:
        # Time-stamps and validation data may follow a signature: the kept file is then the beginning of this one.
        if claimed is not None and _begins_with(data, claimed):
            return Answer(facts, Integrity.INTACT, signatures=_signatures(report))
        return Answer(facts, Integrity.UNKNOWN, Doubt.NOT_KEPT, _signatures(report))
    if report.verdict is Verdict.UNSIGNED and claimed is not None and claimed.file_id is None and redraw is not None:
        same = hashlib.sha256(redraw(claimed)).digest() == hashlib.sha256(data).digest()
        return Answer(facts, Integrity.INTACT if same else Integrity.UNKNOWN, Doubt.NONE if same else Doubt.UNSIGNED)
    return Answer(facts, Integrity.UNKNOWN, Doubt(report.verdict.value))


def facts_of(act: Act, *, at: datetime) -> ActFacts:
    """What the public is told of `act` at `at`."""
    state = ActState(act.state)
    since = act.state_since
    # The day after the last one, whether the sweep has passed or not.
    past = state in _LIVING and act.valid_until is not None and act.valid_until < local_date(at)
    over = act.state_at_end if past else None
    return ActFacts(
        code=act.code,
        kind=act.kind,
        number=act.paper_number or act.number,
        commune=act.commune,
        procedure=_title_of(act),
        delivered_on=act.issued_on or (local_date(act.delivered_on) if act.delivered_on else None),
        state=str(over or state),
        state_since=act.valid_until if over else (local_date(since) if since else None),
        valid_until=act.valid_until,
        recorded=act.origin != Act.Origin.PORTAL,
        by_hand=act.signature == Act.Signature.PAPER,
        signed=act.file_id is not None,
    )


def _public() -> QuerySet[Act]:
    return Act.objects.exclude(state__in=_WITHHELD).select_related("commune", "key", "file")


def _act_of(code: str) -> Act | None:
    cleaned = clean_code(code)
    # PostgreSQL takes no text with a zero byte.
    if len(cleaned) != CODE_LENGTH or not cleaned.isalnum():
        return None
    act = _public().filter(code=cleaned).first()
    return act if act is not None and codes_equal(act.code, cleaned) else None


def _title_of(act: Act) -> dict[str, str | None]:
    """The procedure's title: as frozen with the act, or as the register names it for an act made elsewhere."""
    frozen: dict[str, str | None] | None = act.facts.get("procedure", {}).get("title")
    if frozen is not None:
        return frozen
    version = act.key.versions.order_by("-number").first()
    if version is None:
        return {}
    title = version.snapshot.prose.title
    return {"ar": title.ar, "fr": title.fr, "zgh": title.zgh}


def _claimed_code(data: bytes) -> str:
    """The code in the address that the file says it stands under: whose act to show, and a proof of nothing."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            subject = str(pdf.docinfo.get("/Subject", ""))
    except BROKEN_PDF:
        return ""
    found = _ADDRESS.search(subject)
    return found.group(1) if found else ""


def _begins_with(data: bytes, act: Act) -> bool:
    kept = act.file
    return kept is not None and hashlib.sha256(data[: kept.size]).hexdigest() == kept.sha256


def _signatures(report: SignatureReport) -> tuple[Signed, ...]:
    return tuple(
        Signed(found.role, found.signer_name_ar, found.signer_name_fr, found.signed_at) for found in report.signatures
    )
