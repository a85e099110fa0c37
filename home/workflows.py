"""The workflow of pages, set on each province's page in each language: one tree's does not cover the two others."""

from __future__ import annotations

from typing import Any, Final

from django.db import connections
from wagtail.models import Workflow, WorkflowPage

from portal.kernel.now import today
from procedures.workflows import ensure_workflow

from . import rights
from .models import PageApproval, ProvincePage

# Kept in the database and read in Arabic or in French, so in both.
PAGES: Final = "مصادقة الإقليم · Validation par la province"


def ensure_page_workflow(*, using: str = "default") -> Workflow:
    """Put every province's pages, in every language they have, under the approval of the province."""
    workflow = ensure_workflow(PAGES, PageApproval, using=using)
    set_already = WorkflowPage.objects.using(using).values("page_id")
    pages = ProvincePage.objects.using(using).exclude(pk__in=set_already).values_list("pk", flat=True)
    WorkflowPage.objects.using(using).bulk_create(
        [WorkflowPage(page_id=page, workflow=workflow) for page in pages], ignore_conflicts=True
    )
    return workflow


def ensure_after_migrate(*, using: str, **_sent: Any) -> None:
    """Receiver of `post_migrate`, which is also sent after a migration of some apps only.

    What a role may do with pages is written in the code: the groups are brought to it at once, not in the night.
    """
    existing = set(connections[using].introspection.table_names())
    needed = (PageApproval, ProvincePage, WorkflowPage, rights.Grant)
    if existing.issuperset(model._meta.db_table for model in needed):
        ensure_page_workflow(using=using)
        if using == "default":
            rights.project_all(on=today())
