"""One night over many open files: each term is settled once, a faulty file stops nobody, memory does not grow with them."""

import resource
import time
import weakref
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Max
from django.db.models.signals import post_init
from structlog.testing import capture_logs

from portal.kernel import now as clock
from procedures.models import ProcedureVersion
from tests.factories import MONDAY, OCCUPATION, filed_dossier, incomplete_dossier
from tracking import journal, tasks
from tracking.lifecycle import waiting
from tracking.models import ClockSegment, Dossier, DossierState, Event, Notice

from .conftest import tell, wait_until

NIGHT = MONDAY + timedelta(days=20)
BATCH = 25


def copies(dossier, count):
    """`count` more files like `dossier`, with its clock; gives their keys."""
    fields = {
        field.attname: getattr(dossier, field.attname)
        for field in Dossier._meta.concrete_fields
        if field.name not in ("id", "reference", "idempotency_key")
    }
    highest = Dossier.objects.aggregate(highest=Max("pk"))["highest"]
    Dossier.objects.bulk_create(
        (
            Dossier(**fields, reference=f"{dossier.reference}-{n}", idempotency_key=f"copy:{dossier.pk}:{n}")
            for n in range(count)
        ),
        batch_size=500,
    )
    made = list(Dossier.objects.filter(pk__gt=highest).values_list("pk", flat=True))
    clock_of = list(dossier.segments.values("sequence", "kind", "since", "restarts", "cause", "basis"))
    ClockSegment.objects.bulk_create(
        (ClockSegment(dossier_id=pk, **segment) for pk in made for segment in clock_of), batch_size=500
    )
    return made


@pytest.fixture
def alive():
    """Counts the files held in memory at once; `most` is the peak."""
    held = {}

    class Peak:
        most = 0

    def note(instance, **_sent):
        # By its place in memory: an instance without a key has no hash.
        place = id(instance)
        held[place] = weakref.ref(instance, lambda _gone: held.pop(place, None))
        Peak.most = max(Peak.most, len(held))

    post_init.connect(note, sender=Dossier)
    yield Peak
    post_init.disconnect(note, sender=Dossier)


def everything():
    """The register as rows: two equal answers mean that nothing was written between them."""
    return [list(model.objects.order_by("pk").values_list()) for model in (Dossier, Event, Notice, ClockSegment)]


@pytest.mark.soak(short=160, long=10_000)
def test_a_night_settles_each_term_once(town, applicant, mortals, chance, monkeypatch, alive, size):
    monkeypatch.setattr(waiting, "BATCH", BATCH)
    tacit = [(d := filed_dossier(town)).pk, *copies(d, size // 2)]
    late = [(d := filed_dossier(town, OCCUPATION)).pk, *copies(d, size // 4)]
    young = [(d := filed_dossier(town, at=NIGHT - timedelta(days=1))).pk, *copies(d, size // 8)]
    copies(incomplete_dossier(town), size // 8)
    faulty = filed_dossier(town)
    unreadable = ProcedureVersion.objects.create(
        key=faulty.key, number=99, content={}, digest="", law_digest="", frozen_at=MONDAY
    )
    Dossier.objects.filter(pk=faulty.pk).update(version=unreadable)

    # A first worker dies in the night, at whatever file it is.
    settled = Event.objects.filter(kind__in=("grant_by_silence", "overdue"))
    sweeping = mortals.start("tests.soak.jobs.sweep_clock", at=NIGHT.isoformat())
    wait_until(settled.exists)
    time.sleep(chance.uniform(0, 0.3))
    mortals.kill(sweeping)
    before_death = settled.count()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    alive.most = 0
    began = time.monotonic()
    with clock.at(NIGHT), capture_logs() as said:
        tasks.sweep_clock()
    seconds = time.monotonic() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert [line["dossier"] for line in said if line["event"] == "sweep_failed"] == [faulty.reference]
    most = alive.most
    assert most <= 3 * BATCH

    once = Counter(settled.values_list("kind", "dossier"))
    assert once == Counter([("grant_by_silence", pk) for pk in tacit] + [("overdue", pk) for pk in late])
    assert set(Dossier.objects.filter(pk__in=tacit).values_list("state", flat=True)) == {DossierState.TACITLY_GRANTED}
    assert set(Dossier.objects.filter(pk__in=young).values_list("state", flat=True)) == {DossierState.ADMITTED}
    assert Dossier.objects.get(pk=faulty.pk).state == DossierState.ADMITTED
    for dossier in Dossier.objects.filter(pk__in=chance.sample(tacit + late, min(200, len(tacit)))):
        assert journal.verify(dossier) == []

    after = everything()
    for later in (timedelta(), timedelta(hours=1)):
        with clock.at(NIGHT + later), capture_logs() as said:
            tasks.sweep_clock()
        assert len([line for line in said if line["event"] == "sweep_failed"]) == 1
    assert everything() == after
    tell(
        "night",
        files=Dossier.objects.count(),
        before_death=before_death,
        seconds=round(seconds, 1),
        kilobytes=grown,
        most=most,
    )
