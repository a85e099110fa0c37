"""The register: dossiers, clock, review, decision, signature, delivery, verification, oversight."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrackingConfig(AppConfig):
    name = "tracking"
    verbose_name = _("Register")

    def ready(self) -> None:
        """Fence the append-only tables, keep the common delays, tell the outbox of transitions, register the papers."""
        from portal.accounts.space import Section, attach_section
        from procedures.attachments import attach

        from . import (
            acts,  # noqa: F401 - importing the papers registers them
            triggers,
        )
        from .lifecycle import apply, delays
        from .notifications.outbox import post_for
        from .views.space import section

        post_migrate.connect(triggers.install_after_migrate, sender=self, dispatch_uid="tracking.triggers")
        post_migrate.connect(delays.ensure_after_migrate, sender=self, dispatch_uid="tracking.delays")
        register(triggers.check_fences, Tags.database)
        if post_for not in apply.tellers:
            apply.tellers.append(post_for)
        attach("follow", "tracking.urls_follow")
        attach_section(Section("dossiers", 30, "tracking/space_dossiers.html", section))
