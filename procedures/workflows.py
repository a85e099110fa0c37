"""The workflow of the law, made by itself: after each migration, so that no procedure is ever without a second reader."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import connections
from wagtail.models import Task, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from .models import LawApproval, Procedure

# Kept in the database and read in Arabic or in French, so in both.
LAW: Final = "مصادقة محرر ثان · Validation par un second rédacteur"
# Wagtail's own, on the root of all pages, names a group nobody belongs to.
_STOCK: Final = "Moderators approval"


def ensure_workflow(name: str, task_class: type[Task], *, using: str = "default") -> Workflow:
    """The workflow called `name` with its one task, made if it is missing; a second call changes nothing."""
    workflow, _made = Workflow.objects.using(using).get_or_create(name=name, defaults={"active": True})
    task = task_class._default_manager.using(using).filter(name=name).first()
    if task is None:
        content_type = ContentType.objects.db_manager(using).get_for_model(task_class)
        task = task_class._default_manager.using(using).create(name=name, content_type=content_type)
    WorkflowTask.objects.using(using).get_or_create(workflow=workflow, task_id=task.pk)
    return workflow


def ensure_law_workflow(*, using: str = "default") -> Workflow:
    """Give procedures their workflow and put Wagtail's own out of use."""
    Workflow.objects.using(using).filter(name=_STOCK, workflow_tasks__task__name=_STOCK).update(active=False)
    Task.objects.using(using).filter(name=_STOCK).update(active=False)
    WorkflowPage.objects.using(using).filter(workflow__name=_STOCK, workflow__active=False).delete()
    workflow = ensure_workflow(LAW, LawApproval, using=using)
    content_type = ContentType.objects.db_manager(using).get_for_model(Procedure)
    WorkflowContentType.objects.using(using).update_or_create(
        content_type=content_type, defaults={"workflow": workflow}
    )
    return workflow


def ensure_after_migrate(*, using: str, **_sent: Any) -> None:
    """Receiver of `post_migrate`, which is also sent after a migration of some apps only."""
    existing = set(connections[using].introspection.table_names())
    if existing.issuperset(model._meta.db_table for model in (LawApproval, Procedure, WorkflowContentType)):
        ensure_law_workflow(using=using)
