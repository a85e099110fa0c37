"""Rights in the CMS follow the dated grants: a municipality's subtree, its collection, nothing else, until the last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, Page

from home import rights
from home.models import MunicipalityPage
from portal.accounts.models import Grant, Role, User
from procedures.models import Procedure

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture
def editor(site, communes, django_capture_on_commit_callbacks) -> User:
    user = User.objects.create(email="editor@example.org")
    _grant(user, django_capture_on_commit_callbacks, role=Role.EDITOR, commune=communes[0])
    return user


def _grant(user, capture, **values) -> Grant:
    with capture(execute=True):
        return Grant.objects.create(user=user, valid_from=date(2020, 1, 1), reason="Décision", **values)


def _page(slug: str, language: str = "fr") -> MunicipalityPage:
    return MunicipalityPage.objects.get(slug=slug, locale__language_code=language)


def _groups(user) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_an_editor_changes_the_pages_of_their_municipality_in_every_language(editor):
    for language in ("ar", "fr", "zgh"):
        town = _page("tinerhir", language)
        for page in (town, *town.get_children().specific()):
            permissions = page.permissions_for_user(User.objects.get(pk=editor.pk))
            assert permissions.can_edit()


def test_an_editor_changes_nothing_of_another_municipality_nor_above_their_own(editor):
    user = User.objects.get(pk=editor.pk)
    others = [_page("ait-hani"), *_page("ait-hani").get_children().specific(), _page("tinerhir").get_parent().specific]
    for page in (*others, Page.get_first_root_node()):
        permissions = page.permissions_for_user(user)
        assert not permissions.can_edit()
        assert not permissions.can_publish()
        assert not permissions.can_delete()
        assert not permissions.can_add_subpage()


def test_a_reviewer_has_the_whole_province(site, django_capture_on_commit_callbacks):
    user = User.objects.create(email="reviewer@example.org")
    _grant(user, django_capture_on_commit_callbacks, role=Role.REVIEWER, province=site)
    user = User.objects.get(pk=user.pk)
    for slug in ("tinerhir", "ait-hani"):
        assert _page(slug).permissions_for_user(user).can_publish()


def test_pages_give_no_right_over_the_law(editor):
    user = User.objects.get(pk=editor.pk)
    for action in ("view", "add", "change", "delete", "publish"):
        assert not user.has_perm(f"procedures.{action}_{Procedure._meta.model_name}")


def test_a_municipality_has_its_own_collection(editor):
    (group,) = editor.groups.all()
    collections = {row.collection.name for row in GroupCollectionPermission.objects.filter(group=group)}
    assert collections == {"98.001.01.01 Tinghir"}


def test_a_grant_that_ends_takes_its_group_with_it(editor, django_capture_on_commit_callbacks):
    grant = editor.grants.get()
    grant.valid_until = TODAY
    grant.save()
    rights.project_all(on=TODAY)
    assert _groups(editor) == {"grant:editor:98.001.01.01"}
    rights.project_all(on=TODAY + timedelta(days=1))
    assert _groups(editor) == set()


def test_a_deleted_grant_takes_its_group_with_it_at_once(editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        editor.grants.get().delete()
    assert _groups(editor) == set()


def test_a_grant_that_begins_later_gives_nothing_yet(site, communes):
    user = User.objects.create(email="later@example.org")
    Grant.objects.create(
        user=user, role=Role.EDITOR, commune=communes[0], valid_from=TODAY + timedelta(days=1), reason="Décision"
    )
    rights.project_all(on=TODAY)
    assert _groups(user) == set()
    rights.project_all(on=TODAY + timedelta(days=1))
    assert _groups(user) == {"grant:editor:98.001.01.01"}


def test_a_group_given_by_hand_for_no_grant_is_taken_back(editor, site, communes, django_capture_on_commit_callbacks):
    stranger = User.objects.create(email="stranger@example.org")
    stranger.groups.add(Group.objects.get(name="grant:editor:98.001.01.01"))
    rights.project_all(on=TODAY)
    assert _groups(stranger) == set()


def test_other_roles_have_no_group(site, communes, django_capture_on_commit_callbacks):
    user = User.objects.create(email="clerk@example.org")
    _grant(user, django_capture_on_commit_callbacks, role=Role.CLERK, commune=communes[0])
    assert _groups(user) == set()


def test_pages_opened_after_the_grant_are_added(key, province, communes, django_capture_on_commit_callbacks):
    from home.opening import open_province

    from .conftest import AT

    user = User.objects.create(email="early@example.org")
    _grant(user, django_capture_on_commit_callbacks, role=Role.EDITOR, commune=communes[0])
    open_province(province, at=AT)
    rights.project_all(on=TODAY)
    assert _page("tinerhir").permissions_for_user(User.objects.get(pk=user.pk)).can_edit()
