"""Approval of what an editor proposes, as tasks of Wagtail's workflows whose answers come from the dated grants.

`Approval` is the common part: who may decide is asked again when they do, and a task is decided once. `LawApproval` is
that of procedures: a second law editor decides, never on what they proposed or last wrote themselves.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, WorkflowState

from portal.accounts.models import Role, User
from portal.accounts.rights import has_role

from .. import translated_words
from .procedure import Procedure


class Approval(Task):
    """Abstract. `decided_by` says who may decide; nobody else edits what waits, unless the task says so."""

    class Meta:
        abstract = True

    def decided_by(self, obj: Any, user: User) -> bool:
        raise NotImplementedError

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        """Approving publishes; sending back asks for a comment."""
        if not self.decided_by(obj, user):
            return []
        return [("reject", _("Send back"), True), ("approve", _("Approve"), False)]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Decide, once. Raises `PermissionDenied` for who may not, and for what can no longer be published."""
        with transaction.atomic():
            state = TaskState.objects.select_for_update().get(pk=task_state.pk)
            obj = state.workflow_state.content_object
            allowed = {name for name, _label, _modal in self.get_actions(getattr(obj, "specific", obj), user)}
            if state.status != TaskState.STATUS_IN_PROGRESS or action_name not in allowed:
                raise PermissionDenied
            try:
                super().on_action(state, user, action_name, **kwargs)
            except ValidationError as error:
                raise PermissionDenied(" ".join(error.messages)) from error

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        """What waits for `user`. Wagtail joins it with those of other tasks: no slice, no order."""
        return self.task_states_over(user).filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task_id=self.pk,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        )

    def task_states_over(self, user: User) -> Any:
        raise NotImplementedError


class LawApproval(Approval):
    """Four eyes: of two law editors one proposes and the other decides, for the original and for each translation."""

    class Meta:
        verbose_name = _("approval of the law")
        verbose_name_plural = _("approvals of the law")

    def decided_by(self, obj: Procedure, user: User) -> bool:
        return has_role(user, Role.LAW_EDITOR) and user.pk not in authors_of(obj)

    def locked_for_user(self, obj: Procedure, user: User) -> bool:
        """Nobody changes what waits: what is approved is what was proposed."""
        return True

    def task_states_over(self, user: User) -> Any:
        if not has_role(user, Role.LAW_EDITOR):
            return TaskState.objects.none()
        return TaskState.objects.exclude(workflow_state__requested_by_id=user.pk).exclude(revision__user_id=user.pk)

    @classmethod
    def get_description(cls) -> str:
        return _("A second law editor decides.")


def authors_of(procedure: Procedure) -> set[int]:
    """The ids of who proposed the text that waits, saved its last draft, or typed its translation since it was published."""
    state = procedure.current_workflow_state
    latest = procedure.latest_revision
    people = {
        state.requested_by_id if state is not None else None,
        latest.user_id if latest is not None else None,
        *translated_words.typed_by(procedure),
    }
    return {person for person in people if person is not None}
