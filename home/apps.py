"""Public pages, search, the citizen's own space; the rights of editors in the CMS."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from . import (
            publishing,  # noqa: F401 - connects the receiver that dates the facts of a place
            rights,  # noqa: F401 - connects the receiver that projects a grant
            workflows,
        )
        from .moderation.addresses import refuse_openly

        post_migrate.connect(workflows.ensure_after_migrate, sender=self, dispatch_uid="home.workflows")
        refuse_openly()
