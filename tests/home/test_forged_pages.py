"""What an editor of a commune, or a reviewer, cannot make of pages that stand once, whatever they send."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from home.models import MunicipalityPage, ProvincePage
from portal.accounts.models import Grant, Role, User
from procedures.models import ProcedurePage

pytestmark = pytest.mark.django_db


def person(role, place, **territory) -> User:
    user = User.objects.create(email=f"{role}@example.org", full_name="X", full_name_ar="س", language="fr")
    Grant.objects.create(user=user, role=role, valid_from=date(2020, 1, 1), reason="Décision", **territory)
    return user


@pytest.fixture
def editor(client, site, communes, django_capture_on_commit_callbacks) -> User:
    with django_capture_on_commit_callbacks(execute=True):
        user = person(Role.EDITOR, communes[0], commune=communes[0])
    client.force_login(user)
    return user


@pytest.fixture
def reviewer(client, site, province, django_capture_on_commit_callbacks) -> User:
    with django_capture_on_commit_callbacks(execute=True):
        user = person(Role.REVIEWER, province, province=province)
    client.force_login(user)
    return user


def copied(client, page, parent, **more):
    sent = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": parent.pk, "publish_copies": "on", **more}
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent)


@pytest.mark.parametrize("more", [{}, {"alias": "on"}], ids=["copy", "alias"])
def test_a_second_page_of_a_procedure_would_shut_the_first_so_it_is_not_copied(client, editor, communes, more):
    page = ProcedurePage.objects.filter(commune=communes[0], carries_facts=True).first()
    answer = copied(client, page, page.get_parent(), **more)
    assert answer.status_code == 302
    assert page.get_siblings().filter(slug=page.slug).count() == 1
    client.logout()
    assert client.get(page.url).status_code == 200


def test_a_page_of_one_commune_is_not_copied_under_another(client, reviewer, communes):
    page = ProcedurePage.objects.filter(commune=communes[0], carries_facts=True).first()
    other = MunicipalityPage.objects.filter(locale=page.locale).exclude(commune=communes[0]).first()
    before = ProcedurePage.objects.count()
    assert copied(client, page, other).status_code == 302
    assert ProcedurePage.objects.count() == before


def test_a_municipality_is_not_copied_with_all_its_pages(client, reviewer):
    page = MunicipalityPage.objects.first()
    before = MunicipalityPage.objects.count()
    assert copied(client, page, page.get_parent(), copy_subpages="on").status_code == 302
    assert MunicipalityPage.objects.count() == before


def test_a_procedure_that_the_commune_has_already_is_refused_in_words(client, editor, communes):
    page = ProcedurePage.objects.filter(commune=communes[0], carries_facts=True).first()
    before = ProcedurePage.objects.count()
    address = reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", page.get_parent().pk])
    sent = {
        "title": "Deux fois",
        "key": page.key_id,
        "notes": "null",
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
    }
    sent |= {"comments-INITIAL_FORMS": "0"}
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors["key"]
    assert ProcedurePage.objects.count() == before


def test_the_address_word_of_a_municipality_is_not_its_editors_to_change(client, editor, communes):
    page = MunicipalityPage.objects.filter(commune=communes[0]).first()
    word = page.slug
    sent = {
        "title": "Un titre",
        "slug": "autre-commune",
        "introduction": "null",
        "alert": "Fermé",
        "action-publish": "1",
    }
    sent |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)
    page.refresh_from_db()
    assert (page.slug, page.alert) == (word, "Fermé")


@pytest.mark.parametrize("kind", ["municipalitypage", "provincepage"])
def test_places_are_opened_by_the_portal_and_never_added_by_hand(client, reviewer, kind):
    parent = ProvincePage.objects.first() if kind == "municipalitypage" else ProvincePage.objects.first().get_parent()
    answer = client.post(reverse("wagtailadmin_pages:add", args=["home", kind, parent.pk]), {"title": "x", "slug": "x"})
    assert answer.status_code in (302, 403)
