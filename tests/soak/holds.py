"""What holds of the register whatever happened to the processes that wrote it. Each function gives the faults it finds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from portal.kernel.files import open_file
from portal.kernel.models import Counter, StoredFile
from tracking import journal
from tracking.lifecycle.table import TRANSITIONS
from tracking.models import Act, ActState, Dossier, DossierState, Event, Notice
from tracking.notifications.kinds import Audience, find

_TOLD = {transition.name: transition.notices for transition in TRANSITIONS if transition.notices}


def numbers() -> Iterator[str]:
    """No number of a series is skipped or given twice: references of dossiers, numbers of acts."""
    for counter in Counter.objects.order_by("series"):
        kind, _slash, series = counter.series.partition("/")
        if kind == "dossier":
            given = [int(row.split("-")[3]) for row in Dossier.objects.values_list("reference", flat=True)]
        elif kind == "act":
            rows = Act.objects.filter(series=series).values_list("number", flat=True)
            given = [int(number.partition("/")[0]) for number in rows]
        else:
            continue
        if sorted(given) != list(range(1, counter.last + 1)):
            yield f"series {counter.series}: {counter.last} taken, {len(given)} borne, {sorted(given)[-5:]}"


def journals() -> Iterator[str]:
    """Every journal is whole, and its last entry says the state its dossier is in."""
    for dossier in Dossier.objects.order_by("pk").iterator():
        broken = journal.verify(dossier)
        if broken:
            yield f"journal of {dossier}: {broken}"
        last = journal.chain_of(dossier).exclude(kind__startswith="act_").last()
        if last is None or last.to_state != dossier.state:
            yield f"{dossier} is {dossier.state}, its journal says {last and last.to_state}"


def acts() -> Iterator[str]:
    """Every act with a number is signed and notified, its file opens, and its hash is the one kept and journalled."""
    for act in Act.objects.select_related("file", "dossier").order_by("pk"):
        if act.state not in (ActState.SIGNED, ActState.VALID) or act.file is None or act.notified_on is None:
            yield f"act {act.number} of {act.series} is {act.state}, notified on {act.notified_on}"
            continue
        with open_file(act.file) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        signed = [event.facts["sha256"] for event in act.events.filter(kind="act_sign")]
        if not [digest] == [act.file.sha256] == signed:
            yield f"the file of act {act.number} is {digest}, kept as {act.file.sha256}, journalled as {signed}"


def transitions() -> Iterator[str]:
    """No dossier went through the same transition twice, and none stands where a machine should have gone on."""
    again = Event.objects.values("dossier__reference", "kind", "act").annotate(times=Count("pk")).filter(times__gt=1)
    for row in again:
        yield f"{row['dossier__reference']}: {row['kind']} {row['times']} times"
    for dossier in Dossier.objects.filter(state__in=(DossierState.FILED, DossierState.SIGNED)):
        yield f"{dossier} was left {dossier.state}"
    for dossier in Dossier.objects.filter(state=DossierState.APPROVED, fee_orders__payment__isnull=False):
        yield f"{dossier} is paid and not delivered"


def notices() -> Iterator[str]:
    """Each transition told whom it tells, by every way they have, once; no notice tells of what did not happen."""
    posted: dict[str, list[tuple[str, str]]] = {}
    for notice in Notice.objects.filter(once_key__startswith="event:"):
        event = notice.once_key.split(":")[1]
        posted.setdefault(event, []).append((notice.kind, notice.channel))
    for event in Event.objects.filter(kind__in=_TOLD).select_related("dossier__applicant"):
        expected = [(code, way) for code in _TOLD[event.kind] for way in _ways(code)]
        told = posted.pop(str(event.pk), [])
        if sorted(told) != sorted(expected):
            yield f"{event.kind} of {event.dossier} told {sorted(told)}, not {sorted(expected)}"
    for left in posted.values():
        yield f"told without a transition: {left}"


def _ways(code: str) -> list[str]:
    """The applicant of a soak test has both ways, an officer mail; one person stands for each audience."""
    kind = find(code)
    ways = [Notice.Channel.MAIL.value]
    if kind.audience is Audience.APPLICANT and kind.sms:
        ways.append(Notice.Channel.SMS.value)
    return ways


def files() -> Iterator[str]:
    """The private store holds what its rows say, no more and no less."""
    store = Path(settings.PRIVATE_FILES_DIR)
    there = {path.relative_to(store).as_posix() for path in store.rglob("*") if path.is_file()}
    rows = set(StoredFile.objects.filter(erased_at__isnull=True).values_list("key", flat=True))
    yield from (f"no row knows the file {key}" for key in sorted(there - rows))
    yield from (f"the file {key} is lost" for key in sorted(rows - there))


EVERYWHERE: tuple[Callable[[], Iterator[str]], ...] = (numbers, journals, acts, transitions, notices, files)
