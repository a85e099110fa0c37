"""Approval of a commune's pages by its province: the municipal editor proposes, a provincial reviewer decides."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState

from portal.accounts.models import Role, User
from portal.accounts.rights import grants_of, has_role
from portal.territory.models import Province
from procedures.models.approval import Approval

from .places import ProvincePage


class PageApproval(Approval):
    """A reviewer may also correct what waits, and publish it so: the province answers for what it lets out."""

    class Meta:
        verbose_name = _("approval of pages")
        verbose_name_plural = _("approvals of pages")

    def decided_by(self, obj: Page, user: User) -> bool:
        if user.is_superuser:
            return True
        province = province_of(obj)
        return province is not None and has_role(user, Role.REVIEWER, province=province)

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return self.decided_by(obj, user)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return not self.decided_by(obj, user)

    def user_can_lock(self, obj: Page, user: User) -> bool:
        return self.decided_by(obj, user)

    def task_states_over(self, user: User) -> Any:
        states = TaskState.objects.all()
        if user.is_superuser:
            return states
        # A page's id is text in the state of its workflow.
        pages = pages_reviewed_by(user).annotate(text=Cast("pk", CharField())).values("text")
        return states.filter(workflow_state__object_id__in=pages)

    @classmethod
    def get_description(cls) -> str:
        return _("A reviewer of the province decides.")


def province_of(page: Page) -> Province | None:
    """The province under whose page `page` stands, or is; `None` for a national page."""
    paths = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    found = ProvincePage.objects.filter(path__in=paths).select_related("province").first()
    return found.province if found is not None else None


def pages_reviewed_by(user: User) -> Any:
    """Every page of the provinces whose reviewer `user` is today."""
    provinces = [grant.province_id for grant in grants_of(user) if grant.role == Role.REVIEWER]
    condition = Q(pk__in=[])
    for path in ProvincePage.objects.filter(province__in=provinces).values_list("path", flat=True):
        condition |= Q(path__startswith=path)
    return Page.objects.filter(condition)
