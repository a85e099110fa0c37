"""The first page of the CMS: an editor's own pages, in few queries; nothing of the rest of the country, nothing in English."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from home.editing import places_of
from portal.accounts.models import Grant, Role, User
from procedures.models import ProcedurePage

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


def test_the_list_costs_the_same_for_one_procedure_as_for_all(editor, django_assert_max_num_queries):
    # Permissions of pages are read by Wagtail in two queries; the places, the keys and their pages in the others.
    with django_assert_max_num_queries(9):
        places_of(User.objects.get(pk=editor.pk))


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
