"""The public indicators of a province: open to everybody, kept by shared caches, and telling nobody's case."""

from datetime import timedelta

import pytest
from django.test import Client

from portal.kernel.now import at as set_now
from tests.factories import MONDAY, filed_dossier, make_town
from tracking.oversight import figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_town()


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_anybody_reads_the_indicators_of_a_province(town, language):
    dossier = filed_dossier(town)
    with set_now(MONDAY + timedelta(days=40)):
        response = Client().get(f"/{language}/indicators/tinghir/")
    body = response.content.decode()
    assert response.status_code == 200
    assert dossier.reference not in body
    assert dossier.applicant_name not in body
    assert "<meter" in body


def test_the_page_may_be_kept_by_shared_caches(town):
    response = Client().get("/fr/indicators/tinghir/")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert "public" in response.headers["Cache-Control"]


def test_few_decisions_show_no_delay(town, monkeypatch):
    few = figures.Figures(open=1, decided=figures.TOO_FEW - 1, average=7.77, median=6.66)
    report = figures.Report(town.province, few, ((town.commune, few),), (), ())
    monkeypatch.setattr("home.views.indicators.report_of", lambda province, at: report)
    body = Client().get("/fr/indicators/tinghir/").content.decode()
    assert "7,8" not in body
    assert "6,7" not in body


def test_an_unknown_province_has_no_page(town):
    assert Client().get("/fr/indicators/nowhere/").status_code == 404


def test_a_province_without_requests_says_so(town):
    assert Client().get("/fr/indicators/tinghir/").context["communes"] == []
