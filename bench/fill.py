"""A register of a given size, by bulk insert: real columns, states and dates spread as a province's would be."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from portal.kernel.now import local_date, now
from portal.kernel.references import make_reference
from portal.kernel.text import normalise
from portal.territory.models import Commune
from procedures.models import ProcedureVersion
from tracking.models import Dossier
from tracking.models.states import DossierState

_ENDED = [
    DossierState.DELIVERED,
    DossierState.DELIVERED,
    DossierState.DELIVERED,
    DossierState.DELIVERED,
    DossierState.REGISTERED,
    DossierState.REFUSED,
]
_RECENT = [
    *_ENDED,
    DossierState.ADMITTED,
    DossierState.AWAITING_DECISION,
    DossierState.HELD_INCOMPLETE,
    DossierState.APPROVED,
]
# A register grows by what is closed: what was filed longer ago than this has ended.
_OPEN_FOR = timedelta(days=30)
_BUSY = "08.577.01.11"
_HOLDERS = {
    DossierState.ADMITTED: Dossier.Holder.TECHNICAL,
    DossierState.AWAITING_DECISION: Dossier.Holder.PRESIDENT,
    DossierState.HELD_INCOMPLETE: Dossier.Holder.APPLICANT,
    DossierState.APPROVED: Dossier.Holder.CASHIER,
}
_BATCH = 2000


def fill(size: int) -> None:
    """Bring the register to `size` dossiers; those that are there stay."""
    missing = size - Dossier.objects.count()
    if missing <= 0:
        return
    communes = sorted(
        Commune.objects.filter(province__code="08.577"), key=lambda found: (found.code != _BUSY, found.code)
    )
    versions = list(ProcedureVersion.objects.select_related("key").order_by("key__code"))
    # Numbers go on from the last fill: a register grows.
    first = Dossier.objects.filter(idempotency_key__startswith="bench:").count()
    end = first + missing
    for start in range(first, end, _BATCH):
        Dossier.objects.bulk_create(
            _dossier(number, communes, versions) for number in range(start, min(start + _BATCH, end))
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _dossier(number: int, communes: list[Commune], versions: list[ProcedureVersion]) -> Dossier:
    age = timedelta(minutes=37 * number % 1_500_000)
    moment = now() - age
    # Every third file is Tinghir's: the inbox measured is a busy one.
    commune = communes[0] if number % 3 == 0 else communes[number % len(communes)]
    states = _RECENT if age < _OPEN_FOR else _ENDED
    # In steps of three, so that a commune's files are in every state.
    version, state = versions[number // 3 % len(versions)], states[number // 3 % len(states)]
    reference = make_reference(commune.code.replace(".", ""), version.key.code, "2099", sequence=number + 1)
    name = f"Nom de banc {number}"
    return Dossier(
        reference=reference,
        idempotency_key=f"bench:{number}",
        version=version,
        key=version.key,
        commune=commune,
        applicant_name=name,
        applicant_cnie=f"ZZ{number:06d}",
        language="ar",
        answers={},
        search_text=normalise(f"{reference} {name} ZZ{number:06d}"),
        state=state,
        state_since=moment,
        holder=_HOLDERS.get(state, Dossier.Holder.NOBODY),
        filed_at=moment,
        complete_at=moment,
        due_on=local_date(moment) + timedelta(days=14),
        closed_at=moment if DossierState(state).ends else None,
    )
