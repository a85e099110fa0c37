"""Rights are computed from dated grants, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission

from portal.accounts.backends import PERMISSIONS
from portal.accounts.models import Grant, Role, User
from portal.accounts.rights import decides, grants_of, has_role
from portal.kernel.now import today
from portal.territory.models import Body, Commune, Province, Region

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _again(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("start", "end", "on", "counts"),
    [
        (date(2026, 3, 1), None, date(2026, 2, 28), False),
        (date(2026, 3, 1), None, date(2026, 3, 1), True),
        (date(2026, 3, 1), None, date(2036, 3, 1), True),
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 31), True),
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1), False),
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1), True),
    ],
)
def test_both_days_of_a_grant_are_included(
    make_user: Callable[..., User], start: date, end: date | None, on: date, counts: bool
) -> None:
    user = make_user()
    Grant.objects.create(user=user, role=Role.OPERATOR, valid_from=start, valid_until=end, reason="arrêté")
    assert bool(grants_of(user, on=on)) is counts


def test_grants_are_read_once_a_request(
    make_officer: Callable[..., User], django_assert_num_queries: Callable[..., object], commune: Commune
) -> None:
    user = make_officer(Role.CLERK)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert has_role(user, Role.CLERK, commune=commune)
        assert user.is_staff
        assert user.has_perm("tracking.view_dossier")


def test_nobody_anonymous_inactive_or_without_grant_has_a_right(make_officer: Callable[..., User]) -> None:
    user = make_officer(Role.OPERATOR)
    user.is_active = False
    user.save()
    for person in (AnonymousUser(), _again(user)):
        assert grants_of(person) == ()
        assert not decides(person)
        assert not person.is_staff


def test_a_role_is_held_over_its_place_alone(make_officer: Callable[..., User], commune: Commune) -> None:
    neighbour = Commune.objects.create(
        code="08.577.01.12", slug="voisine", name_fr="Voisine", name_ar="مجاورة", province=commune.province
    )
    clerk = make_officer(Role.CLERK)
    assert has_role(clerk, Role.CLERK)
    assert has_role(clerk, Role.CLERK, commune=commune)
    assert not has_role(clerk, Role.CLERK, commune=neighbour)
    assert not has_role(clerk, Role.CLERK, province=commune.province)
    assert not has_role(clerk, Role.PRESIDENT, commune=commune)
    assert not has_role(clerk)


def test_a_province_covers_its_communes_and_no_other(make_officer: Callable[..., User], commune: Commune) -> None:
    region = Region.objects.get()
    other = Province.objects.create(code="08.401", slug="autre", name_fr="Autre", name_ar="آخر", region=region)
    stranger = Commune.objects.create(code="08.401.01.01", slug="x", name_fr="X", name_ar="x", province=other)
    governor = make_officer(Role.GOVERNOR)
    assert has_role(governor, Role.GOVERNOR, commune=commune)
    assert has_role(governor, Role.GOVERNOR, province=commune.province)
    assert not has_role(governor, Role.GOVERNOR, commune=stranger)
    assert not has_role(governor, Role.GOVERNOR, province=other)


def test_a_member_speaks_for_the_body_within_its_jurisdiction(make_user: Callable[..., User], commune: Commune) -> None:
    body = Body.objects.create(code="agence", kind=Body.Kind.URBAN_AGENCY, name_fr="Agence", name_ar="وكالة")
    body.provinces.add(commune.province)
    rival = Body.objects.create(code="autre", kind=Body.Kind.HYGIENE, name_fr="Autre", name_ar="آخر")
    user = make_user()
    Grant.objects.create(user=user, role=Role.MEMBER, body=body, valid_from=date(2024, 1, 1), reason="arrêté")
    assert has_role(user, Role.MEMBER, body=body, commune=commune)
    assert not has_role(user, Role.MEMBER, body=rival)
    body.provinces.clear()
    assert not has_role(_again(user), Role.MEMBER, body=body, commune=commune)
    body.communes.add(commune)
    assert has_role(_again(user), Role.MEMBER, body=body, commune=commune)


def test_a_national_role_covers_every_place(make_officer: Callable[..., User], commune: Commune) -> None:
    user = make_officer(Role.LAW_EDITOR)
    assert has_role(user, Role.LAW_EDITOR, commune=commune, province=commune.province)


@pytest.mark.parametrize(
    ("role", "permission", "given"),
    [
        (Role.CLERK, "tracking.view_dossier", True),
        (Role.CLERK, "tracking.delete_dossier", False),
        (Role.CLERK, "tracking.add_dossier", False),
        (Role.CLERK, "accounts.view_user", False),
        (Role.FOLLOW_UP_MEMBER, "tracking.view_dossier", False),
        (Role.OPERATOR, "tracking.view_dossier", False),
        (Role.OPERATOR, "accounts.change_grant", True),
        (Role.OPERATOR, "accounts.delete_grant", False),
        (Role.OPERATOR, "territory.add_decreedday", True),
        (Role.EDITOR, "wagtailadmin.access_admin", True),
        (Role.EDITOR, "procedures.change_procedure", False),
        (Role.EDITOR, "tracking.view_dossier", False),
        (Role.LAW_EDITOR, "procedures.publish_procedure", True),
        (Role.LAW_EDITOR, "tracking.change_legaldelay", True),
        (Role.LAW_EDITOR, "tracking.view_dossier", False),
    ],
)
def test_what_each_role_may_open(make_officer: Callable[..., User], role: Role, permission: str, given: bool) -> None:
    user = make_officer(role)
    assert user.has_perm(permission) is given
    assert user.has_perm(permission, obj=user) is False
    Grant.objects.update(valid_until=today() - DAY)
    assert not _again(user).has_perm(permission)


def test_every_role_has_its_line() -> None:
    assert set(Role) - {*PERMISSIONS} == set()


def test_permissions_stored_on_a_user_or_a_group_give_nothing(make_user: Callable[..., User]) -> None:
    user = make_user()
    permission = Permission.objects.get(codename="change_grant")
    group = Group.objects.create(name="groupe")
    group.permissions.add(permission)
    user.groups.add(group)
    user.user_permissions.add(permission)
    assert not _again(user).has_perm("accounts.change_grant")
    assert not _again(user).has_module_perms("accounts")


def test_is_staff_cannot_be_given(make_user: Callable[..., User]) -> None:
    user = User.objects.create_user(username="x", is_staff=True)
    assert not user.is_staff
    with pytest.raises(AttributeError):
        user.is_staff = True  # type: ignore[misc]
    assert User.objects.create_superuser(username="y").is_staff
