"""The law in force: catalogue, frozen versions, the page of a municipality's procedure."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    name = "procedures"
    verbose_name = _("Procedures")

    def ready(self) -> None:
        from . import (
            signals,  # noqa: F401 - connects the receivers
            workflows,
        )
        from .attachments import attach_check
        from .rehearsal_check import check_cases

        attach_check(check_cases, drafts=False)
        post_migrate.connect(workflows.ensure_after_migrate, sender=self, dispatch_uid="procedures.workflows")
