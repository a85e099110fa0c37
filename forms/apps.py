"""From a version to a filled file. The label differs: an app named `forms` collides with `django.forms`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    name = "forms"
    label = "dossier_forms"
    verbose_name = _("Drafts")

    def ready(self) -> None:
        from procedures.attachments import attach

        from . import holders  # noqa: F401 - connects the receiver that joins a browser's drafts to an account

        attach("apply", "forms.urls")
