"""The first page of the CMS: an editor's own pages, in few queries; nothing of the rest of the country, nothing in English."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.editing import places_of
from home.opening import open_province
from portal.accounts.models import Grant, Role, User
from procedures.models import ProcedurePage

from .conftest import AT, make_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(site, communes, django_capture_on_commit_callbacks) -> User:
    user = User.objects.create(email="editor@example.org", full_name="Rédacteur", full_name_ar="محرر", language="ar")
    with django_capture_on_commit_callbacks(execute=True):
        Grant.objects.create(
            user=user, role=Role.EDITOR, commune=communes[0], valid_from=date(2020, 1, 1), reason="Décision"
        )
    return user


def test_an_editor_finds_their_municipality_alone_with_its_procedures_in_every_language(editor):
    (place,) = places_of(editor)
    assert [code for code, _page in place.page.words] == ["ar", "zgh", "fr"]
    assert place.procedures
    for procedure in place.procedures:
        assert procedure.facts is not None
        assert ProcedurePage.objects.get(pk=procedure.facts.pk).carries_facts
        assert [code for code, _page in procedure.words] == ["ar", "zgh", "fr"]


def test_a_person_without_a_grant_finds_nothing(site):
    assert places_of(User.objects.create(email="nobody@example.org")) == ()


def test_the_list_costs_the_same_for_one_procedure_as_for_many(editor, province):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            places_of(User.objects.get(pk=editor.pk))
        return len(queries)

    few = asked()
    for number in range(2, 6):
        make_procedure(f"T{number}", f"permis-{number}", fr=f"Permis {number}", ar=f"رخصة {number}")
    open_province(province, at=AT)
    assert len(places_of(editor)[0].procedures) == 5
    assert asked() == few <= 9


def test_each_municipality_shown_has_all_its_languages_however_many_there_are(editor, communes, monkeypatch):
    monkeypatch.setattr("home.editing._MOST_PLACES", 1)
    everywhere = User.objects.create(email="all@example.org", is_superuser=True)
    (place,) = places_of(everywhere)
    assert [code for code, _page in place.page.words] == ["ar", "zgh", "fr"]


def test_the_first_page_greets_in_arabic_and_links_to_each_form(client, editor, settings):
    settings.DEMO = True
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_home"), HTTP_ACCEPT_LANGUAGE="ar").content.decode()
    assert "محرر" in html
    (place,) = places_of(editor)
    for edited in (place.page, *place.procedures):
        for _code, page in edited.words:
            assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    assert "توراگت" in html
    assert "نموذج تجريبي" in html
    assert "wagtail.org" not in html
    assert "What&#x27;s new" not in html


def test_the_procedure_of_a_page_is_named_and_never_changed_once_it_exists(client, editor):
    client.force_login(editor)
    (place,) = places_of(editor)
    page = place.procedures[0].facts
    assert page is not None
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert form.fields["key"].disabled
    assert all(" · " in label for value, label in form.fields["key"].choices if value)
