"""The figures of a province: over its communes only, delays by average and median, nothing that tells one person's case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.territory.models import Province
from tests.factories import (
    DECLARATION,
    MONDAY,
    REFECTION,
    dossier_in_session,
    filed_dossier,
    give_opinions,
    incomplete_dossier,
    make_commune,
    prepared_act,
    without_account,
)
from tracking.actions.notify_decision import notify_decision
from tracking.actions.sign_act import sign_act
from tracking.models import Decision
from tracking.oversight.figures import TOO_FEW, Figures, late_files, report_of

DAY = timedelta(days=1)


@pytest.fixture
def decided_after(town, keys):
    """A refection whose decision is notified so many days after its complete filing."""

    def make(days, *, outcome=Decision.Outcome.GRANT, **fields):
        act = prepared_act(town, REFECTION, outcome=outcome, applicant=without_account(), **fields)
        dossier = act.dossier
        sign_act(act=act, code=keys, actor=town.president, at=dossier.filed_at + timedelta(days=2))
        notified = dossier.filed_at + timedelta(days=days)
        notify_decision(dossier=dossier, means="letter", evidence="RR 1", actor=town.clerk, at=notified)
        return dossier

    return make


def test_open_late_and_decided_files_are_counted(town, decided_after):
    filed_dossier(town)
    incomplete_dossier(town)
    filed_dossier(town, DECLARATION)
    decided_after(4)
    total = report_of(town.province, at=MONDAY + 5 * DAY).total
    # A registered declaration is neither open nor decided; an approved file stays open until it is delivered.
    assert (total.open, total.late, total.decided) == (3, 0, 1)
    later = report_of(town.province, at=MONDAY + 30 * DAY).total
    assert (later.open, later.late) == (3, 1)
    assert later.late_share == 33


@pytest.mark.parametrize(
    ("delays", "average", "median"),
    [([], None, None), ([4], 4, 4), ([3, 6], 4.5, 4.5), ([3, 3, 9], 5, 3), ([3, 4, 6, 9], 5.5, 5)],
)
def test_average_and_median_delay_from_complete_filing_to_notification(town, decided_after, delays, average, median):
    for days in delays:
        decided_after(days)
    total = report_of(town.province, at=MONDAY + 20 * DAY).total
    assert total.average == (pytest.approx(average) if average else None)
    assert total.median == (pytest.approx(median) if median else None)


def test_a_refusal_is_a_decision_and_an_unnotified_one_is_none(town, decided_after):
    decided_after(5, outcome=Decision.Outcome.REFUSAL)
    prepared_act(town)
    assert report_of(town.province, at=MONDAY + 20 * DAY).total.decided == 1


def test_delays_older_than_a_year_no_longer_count(town, decided_after):
    decided_after(4)
    assert report_of(town.province, at=MONDAY + 400 * DAY).total.decided == 0


def test_each_commune_and_procedure_has_its_own_line(town, decided_after):
    decided_after(4)
    filed_dossier(town, commune=town.neighbour)
    filed_dossier(town, DECLARATION)
    report = report_of(town.province, at=MONDAY + 5 * DAY)
    lines = {(str(line.commune), line.code): line.figures for line in report.lines}
    assert set(lines) == {("Tinghir", "U6"), ("Boumalne", "U6"), ("Tinghir", "E1")}
    assert lines["Tinghir", "U6"].median == pytest.approx(4)
    assert lines["Boumalne", "U6"] == Figures(open=1)
    assert [(str(commune), figures.open) for commune, figures in report.communes] == [("Boumalne", 1), ("Tinghir", 1)]


def test_the_delays_of_a_commune_and_of_a_procedure_are_over_all_their_files(town, decided_after):
    for days in (3, 9):
        decided_after(days)
    moved = decided_after(12)
    type(moved).objects.filter(pk=moved.pk).update(commune=town.neighbour)
    report = report_of(town.province, at=MONDAY + 20 * DAY)
    medians = {str(commune): (figures.average, figures.median) for commune, figures in report.communes}
    assert medians == {"Boumalne": pytest.approx((12, 12)), "Tinghir": pytest.approx((6, 6))}
    ((_title, of_procedure),) = report.procedures
    assert (of_procedure.decided, of_procedure.average, of_procedure.median) == pytest.approx((3, 8, 9))
    assert of_procedure == report.total


def test_another_province_is_not_counted(town, decided_after):
    elsewhere = Province.objects.create(
        code="08.101", slug="ailleurs", name_fr="Ailleurs", name_ar="مكان", region=town.province.region
    )
    commune = make_commune(elsewhere, "08.101.01.01", "Autre")
    filed_dossier(town, commune=commune)
    filed_dossier(town)
    assert report_of(town.province, at=MONDAY + DAY).total.open == 1
    assert report_of(elsewhere, at=MONDAY + DAY).total.open == 1


def test_few_decisions_show_no_delay_to_the_public():
    shown = Figures(open=9, late=1, decided=TOO_FEW - 1, average=3.0, median=2.0).for_the_public()
    assert shown == Figures(open=9, late=1, decided=TOO_FEW - 1)
    enough = Figures(decided=TOO_FEW, average=3.0, median=2.0)
    assert enough.for_the_public() is enough


def test_late_files_name_the_bodies_that_have_not_spoken_or_the_holder(town):
    spoken = dossier_in_session(town)
    give_opinions(town, spoken, at=MONDAY + 3 * DAY)
    silent = dossier_in_session(town)
    held = filed_dossier(town)
    late = {row.pk: row.late for row in late_files(town.province, at=MONDAY + 60 * DAY)}
    assert set(late[silent.pk]) == {"province", "commune", "urban_agency"}
    assert len(late[spoken.pk]) == len(late[held.pk]) == 1
    assert late[spoken.pk] != late[silent.pk]


def test_the_report_takes_the_same_queries_whatever_the_files(town, decided_after):
    decided_after(4)
    with CaptureQueriesContext(connection) as few:
        report_of(town.province, at=MONDAY + 9 * DAY)
    for days in (3, 5):
        decided_after(days)
        filed_dossier(town)
    with CaptureQueriesContext(connection) as many:
        report_of(town.province, at=MONDAY + 9 * DAY)
    assert len(many) == len(few) <= 5


def test_the_totals_are_those_of_the_lines(town, decided_after):
    for days in (3, 5):
        decided_after(days)
    filed_dossier(town, commune=town.neighbour)
    report = report_of(town.province, at=MONDAY + 60 * DAY)
    for name in ("open", "late", "decided"):
        assert getattr(report.total, name) == sum(getattr(line.figures, name) for line in report.lines)
    assert report.total.average == pytest.approx(4)
