"""What waits for a decision, what was sent and what became of it: the first thing an editor or a reviewer sees.

No mail is sent. A commune's page that was sent back is shown to whoever may change it, the comment beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_latest_str, get_user_display_name
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from portal.accounts.models import Role, User
from portal.accounts.rights import has_role
from portal.kernel.now import now
from procedures.models import Procedure

from ..models import MunicipalityPage

# An approval is told for so long.
_TOLD_DAYS: Final = 14
_MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Proposal:
    """One text on its way. `state`: `waits`, `sent_back` or `approved`; `decide`: where to decide on it, if they may."""

    title: str
    language: str
    place: str
    by: str
    since: datetime
    state: str
    comment: str
    edit: str
    decide: str


_STATES: Final = {
    WorkflowState.STATUS_IN_PROGRESS: "waits",
    WorkflowState.STATUS_NEEDS_CHANGES: "sent_back",
    WorkflowState.STATUS_APPROVED: "approved",
}


def awaiting(user: User) -> list[Proposal]:
    """What waits for the decision of `user`, the oldest first."""
    states = TaskState.objects.reviewable_by(user).select_related("workflow_state").order_by("started_at", "pk")[:_MOST]
    rows = _proposals([state.workflow_state for state in states], user)
    return [row for row in rows if row.decide]


def sent(user: User) -> list[Proposal]:
    """What was proposed by `user` or stands on a page they keep: on its way, sent back, or approved these days."""
    told = Q(status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)) | Q(
        status=WorkflowState.STATUS_APPROVED, current_task_state__finished_at__gte=now() - timedelta(days=_TOLD_DAYS)
    )
    mine = Q(requested_by_id=user.pk)
    if has_role(user, Role.EDITOR):
        pages = page_permission_policy.instances_user_has_permission_for(user, "change")
        mine |= Q(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=pages.annotate(text=Cast("pk", CharField())).values("text"),
        )
    if has_role(user, Role.LAW_EDITOR):
        mine |= Q(base_content_type=ContentType.objects.get_for_model(Procedure))
    return _proposals(
        WorkflowState.objects.filter(told & mine).order_by("-current_task_state__started_at")[:_MOST], user
    )


def _proposals(states: Iterable[WorkflowState], user: User) -> list[Proposal]:
    kept = {state.pk: state for state in states}
    found = WorkflowState.objects.filter(pk__in=kept).select_related("current_task_state__task", "requested_by")
    full = {state.pk: state for state in found.prefetch_related("content_object__locale")}
    whole = [full[pk] for pk in kept if full[pk].content_object is not None and full[pk].current_task_state is not None]
    places = _places([state.content_object for state in whole])
    return [_proposal(state, places, user) for state in whole]


def _proposal(state: WorkflowState, places: dict[str, str], user: User) -> Proposal:
    obj, task_state = state.content_object, state.current_task_state
    page = isinstance(obj, Page)
    may_decide = state.status == WorkflowState.STATUS_IN_PROGRESS and task_state.task.specific.get_actions(obj, user)
    return Proposal(
        title=str(get_latest_str(obj)),
        language=obj.locale.get_display_name(),
        place=next((name for path, name in places.items() if obj.path.startswith(path)), "") if page else "",
        by=get_user_display_name(state.requested_by) if state.requested_by else "",
        since=task_state.finished_at or task_state.started_at,
        state=_STATES[state.status],
        comment=task_state.comment,
        edit=edit_address(obj),
        decide=reverse("decide_proposal", args=[task_state.pk]) if may_decide else "",
    )


def _places(objects: list[Any]) -> dict[str, str]:
    """The municipalities of the pages among `objects`: their names by path."""
    depth = 4 * Page.steplen
    paths = {obj.path[:depth] for obj in objects if isinstance(obj, Page)}
    pages = MunicipalityPage.objects.filter(path__in=paths).select_related("commune")
    return {page.path: page.commune.name for page in pages}


def edit_address(obj: Any) -> str:
    """Where `obj` is edited."""
    if isinstance(obj, Page):
        return reverse("wagtailadmin_pages:edit", args=[obj.pk])
    return reverse(obj.snippet_viewset.get_url_name("edit"), args=[obj.pk])


class WaitingPanel(Component):
    """Above one's own pages; nothing where nothing waits."""

    name = "waiting"
    order = 5
    template_name = "home/moderation/waiting.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        waiting = awaiting(user)
        decided_here = {row.edit for row in waiting}
        return {"awaiting": waiting, "sent": [row for row in sent(user) if row.edit not in decided_here]}
