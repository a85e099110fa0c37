"""The project as an app: its templates, static files and template elements."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"

    def ready(self) -> None:
        """Keep the queue's periodic tasks equal to the list of `portal.schedules`."""
        from . import schedules

        post_migrate.connect(schedules.ensure_after_migrate, sender=self, dispatch_uid="portal.schedules")
