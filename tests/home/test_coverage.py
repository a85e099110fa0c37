"""The coverage report: what is published in which language, for the communes that are the reader's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from home.coverage import communes_of, coverage_of
from home.models import MunicipalityPage
from home.opening import open_province
from home.rights import project_user
from portal.accounts.models import Role, User
from portal.kernel.now import today
from procedures.models import FreezeAttempt, ProcedurePage
from tests.factories import MONDAY, REFECTION, Town, make_commune, make_officer, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    place = make_town()
    place.version(REFECTION)
    open_province(place.province, at=MONDAY)
    return place


def row_of(town: Town, language: str):
    (found,) = [row for row in coverage_of([town.commune]) if row.language == language]
    return found


def page_of(town: Town, language: str) -> ProcedurePage:
    return ProcedurePage.objects.get(commune=town.commune, locale__language_code=language)


def test_a_page_that_is_not_live_is_missing(town):
    page_of(town, "fr").unpublish()
    row = row_of(town, "fr")
    assert (row.published, row.possible, row.missing_pages, row.home) == (0, 1, ("U6",), "live")
    assert row_of(town, "ar").missing_pages == ()


def test_words_missing_in_amazigh_are_counted_of_all(town):
    gap = row_of(town, "zgh").gaps["U6"]
    assert gap.missing == gap.total > 3
    assert row_of(town, "fr").gaps == {}


def test_a_page_older_than_the_words_of_its_source_is_told(town):
    written = page_of(town, "ar")
    assert row_of(town, "fr").stale_pages == ()
    written.notes = "<p>ملاحظة</p>"
    written.last_published_at = MONDAY + timedelta(days=1)
    written.save()
    assert row_of(town, "fr").stale_pages == ("U6",)
    assert row_of(town, "ar").stale_pages == ()


def test_a_law_whose_translation_waits_is_told(town):
    key = page_of(town, "ar").key
    FreezeAttempt.objects.create(
        key=key, attempted_at=MONDAY, findings=[{"code": "untranslated_ar", "sentence": "", "blocks": True}]
    )
    assert row_of(town, "ar").stale_law == ("U6",)
    assert row_of(town, "fr").stale_law == ()


def test_an_editor_sees_their_communes_and_a_law_editor_every_one(town):
    editor = make_officer(Role.EDITOR, commune=town.commune)
    project_user(editor, on=today())
    assert list(communes_of(editor)) == [town.commune]
    assert set(communes_of(make_officer(Role.LAW_EDITOR))) == {town.commune, town.neighbour}
    assert list(communes_of(User.objects.create(email="a@exemple.invalid"))) == []


def test_as_many_queries_for_many_communes_as_for_one(town):
    coverage_of([town.commune])
    with CaptureQueriesContext(connection) as one:
        coverage_of([town.commune])
    for number in range(20, 35):
        make_commune(town.province, f"08.577.01.{number}", f"Lieu{number}")
    open_province(town.province, at=MONDAY)
    communes = list(communes_of(make_officer(Role.LAW_EDITOR)))
    assert len(communes) == 17
    with CaptureQueriesContext(connection) as many:
        rows = coverage_of(communes)
    assert len(rows) == 17 * 3
    assert len(many) == len(one) <= 6
    assert MunicipalityPage.objects.count() == 17 * 3


def test_the_report_is_shown_and_exported(client, settings, town):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("OfficerDoorMiddleware")]
    user = User.objects.create(email="root@example.org", is_superuser=True, language="fr")
    client.force_login(user, backend="portal.accounts.backends.DoorBackend")
    with override("fr"):
        page = client.get(reverse("coverage_report")).content.decode()
        exported = client.get(reverse("coverage_report"), {"export": "csv"}).content.decode()
    assert "Tinghir" in page
    assert exported.splitlines()[0].startswith("Commune,Langue,")
    assert len(exported.splitlines()) == 1 + 2 * 3
    assert client.get(reverse("coverage_report"), {"export": "xlsx"}).status_code == 200
