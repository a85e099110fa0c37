"""Wagtail's groups as a projection of the dated grants: one group for each municipality or province and role.

Wagtail reads page and collection permissions from groups by SQL, so the grants are written down there; they are never
edited as groups. Rebuilt for a person when a grant of theirs is saved or deleted, and for everybody by the sweep, since a
grant begins and ends by its dates. The doors check the date again on each request.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.accounts.models import Grant, Role, User
from portal.kernel.now import today
from portal.territory.models import Commune, Province

from .models import MunicipalityPage, ProvincePage

# What a role may do with the pages of its place.
PAGE_PERMISSIONS: Final[dict[str, tuple[str, ...]]] = {
    # No publication: a reviewer of the province approves (`home.models.PageApproval`).
    Role.EDITOR: ("add_page", "change_page"),
    Role.REVIEWER: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
_FILE_ACTIONS: Final = ("add", "change", "choose")
# Every group of ours starts so; no other group is touched.
_MARK: Final = "grant:"


def project_user(user: User, *, on: date) -> None:
    """Make the groups of `user` those of their grants in force on the local day `on`."""
    grants = Grant.objects.filter(user=user, role__in=PAGE_PERMISSIONS).in_force(on=on)
    wanted = {_group_of(grant) for grant in grants.select_related("commune__province", "province")}
    present = set(user.groups.filter(name__startswith=_MARK))
    user.groups.remove(*(present - wanted))
    user.groups.add(*(wanted - present))


def project_all(*, on: date) -> int:
    """The same for everybody who has a grant or still has a group of ours; how many people were looked at."""
    granted = Grant.objects.filter(role__in=PAGE_PERMISSIONS).values("user_id")
    members = User.groups.through.objects.filter(group__name__startswith=_MARK).values("user_id")
    people = User.objects.filter(pk__in=granted) | User.objects.filter(pk__in=members)
    for user in people.distinct():
        with transaction.atomic():
            project_user(user, on=on)
    return people.distinct().count()


def _group_of(grant: Grant) -> Group:
    """The group of the grant's role and place, with the permissions of that place's pages and collection."""
    place = grant.commune or grant.province
    assert place is not None
    group, _created = Group.objects.get_or_create(name=f"{_MARK}{grant.role}:{place.code}")
    _allow_pages(group, grant.role, _pages_of(place))
    _allow_collection(group, _collection_of(place))
    return group


def _pages_of(place: Commune | Province) -> QuerySet[Any]:
    """The page of the place in each language."""
    if isinstance(place, Commune):
        return MunicipalityPage.objects.filter(commune=place)
    return ProvincePage.objects.filter(province=place)


def _allow_pages(group: Group, role: str, pages: QuerySet[Any]) -> None:
    wanted = {
        (page, permission.pk)
        for page in pages.values_list("pk", flat=True)
        for permission in Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(Page), codename__in=PAGE_PERMISSIONS[role]
        )
    }
    present = set(GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission_id"))
    for page, permission in present - wanted:
        GroupPagePermission.objects.filter(group=group, page_id=page, permission_id=permission).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in wanted - present
    )


def _collection_of(place: Commune | Province) -> Collection:
    """The place's own collection of images and documents."""
    root = Collection.get_first_root_node()
    name = f"{place.code} {place.name_fr}"
    found: Collection | None = Collection.objects.child_of(root).filter(name=name).first()
    if found is None:
        found = root.add_child(instance=Collection(name=name))
    return found


def _allow_collection(group: Group, collection: Collection) -> None:
    codes = [f"{action}_{model._meta.model_name}" for model in (Document, Image) for action in _FILE_ACTIONS]
    types = ContentType.objects.get_for_models(Document, Image).values()
    for permission in Permission.objects.filter(content_type__in=types, codename__in=codes):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


@receiver([post_save, post_delete], sender=Grant, dispatch_uid="home.rights")
def project_after_commit(sender: type[Grant], instance: Grant, **kwargs: Any) -> None:
    user_id = instance.user_id

    def project() -> None:
        user = User.objects.filter(pk=user_id).first()
        if user is not None:
            project_user(user, on=today())

    transaction.on_commit(project)
