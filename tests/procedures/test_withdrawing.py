"""Withdrawing a procedure in the CMS: who may, what is asked first, and what is left of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from home.opening import open_province
from portal.accounts.models import Role
from portal.kernel.now import at as at_moment
from procedures.models import Procedure, ProcedurePage, VersionPeriod
from procedures.versions import version_in_force
from tests.factories import make_officer

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def moment():
    with at_moment(datetime(2026, 5, 4, 9, 0, tzinfo=UTC)):
        yield


def address(name: str, row: Procedure) -> str:
    return reverse(row.snippet_viewset.get_url_name(name), args=[row.pk])


def test_the_editor_leads_to_a_page_that_says_what_withdrawing_means(cms, loaded):
    row = loaded.row("fr")
    assert address("withdraw", row) in cms.get(address("edit", row)).content.decode()
    asked = cms.get(address("withdraw", row))
    assert asked.status_code == 200
    assert "La version 1 est en vigueur" in asked.content.decode()
    assert version_in_force(loaded.key, on=date(2030, 1, 1)) is not None


def test_a_procedure_is_withdrawn_with_its_reason_and_the_history_says_who_and_why(cms, loaded):
    row = loaded.row("fr")
    response = cms.post(address("withdraw", row), {"last_day": "2026-06-30", "reason": "Décret 2-26-1, art. 4"})
    assert response.headers["Location"] == address("edit", row)
    assert version_in_force(loaded.key, on=date(2026, 6, 30)) is not None
    assert version_in_force(loaded.key, on=date(2026, 7, 1)) is None
    assert VersionPeriod.objects.get(version__key=loaded.key).reason == "Décret 2-26-1, art. 4"
    assert "Décret 2-26-1, art. 4" in cms.get(address("history", row)).content.decode()


@pytest.mark.parametrize("wrong", [{"last_day": "2026-05-03"}, {"last_day": ""}, {"reason": ""}])
def test_nothing_is_withdrawn_in_the_past_or_without_a_reason(cms, loaded, wrong):
    typed = {"last_day": "2026-06-30", "reason": "Abrogé"}
    response = cms.post(address("withdraw", loaded.row("fr")), {**typed, **wrong})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(wrong)
    assert VersionPeriod.objects.get(version__key=loaded.key).until is None


def test_a_procedure_that_ends_earlier_already_is_not_prolonged(cms, loaded):
    VersionPeriod.objects.update(until=date(2026, 5, 31))
    response = cms.post(address("withdraw", loaded.row("fr")), {"last_day": "2026-06-30", "reason": "Abrogé"})
    assert set(response.context["form"].errors) == {"last_day"}
    assert VersionPeriod.objects.get(version__key=loaded.key).until == date(2026, 5, 31)


def test_what_is_not_in_force_is_not_withdrawn(cms, loaded):
    VersionPeriod.objects.update(until=date(2026, 5, 3))
    row = loaded.row("fr")
    assert cms.get(address("withdraw", row)).headers["Location"] == address("edit", row)
    assert address("withdraw", row) not in cms.get(address("edit", row)).content.decode()


@pytest.mark.parametrize("role", [Role.LAW_EDITOR, Role.EDITOR])
def test_only_who_publishes_the_law_withdraws_it(cms, loaded, commune, role):
    place = {"commune": commune} if role == Role.EDITOR else {}
    cms.force_login(make_officer(role, **place), backend="portal.accounts.backends.DoorBackend")
    row = loaded.row("fr")
    response = cms.post(address("withdraw", row), {"last_day": "2026-05-04", "reason": "Abrogé"})
    # The CMS sends whoever has no right to its first page.
    assert response.headers["Location"] == (address("edit", row) if role == Role.LAW_EDITOR else "/cms/")
    assert (VersionPeriod.objects.get(version__key=loaded.key).until == DAY) is (role == Role.LAW_EDITOR)


def test_the_page_of_a_withdrawn_procedure_says_until_when_it_could_be_filed(client, loaded, commune):
    open_province(commune.province, at=datetime(2026, 5, 4, 9, 0, tzinfo=UTC))
    VersionPeriod.objects.update(until=date(2026, 5, 3))
    page = ProcedurePage.objects.get(key=loaded.key, locale__language_code="fr")
    answer = client.get(page.get_url()).content.decode()
    assert "retirée" in answer
    assert "3 mai 2026" in answer
