"""From a version to a filled file. The label differs: an app named `forms` collides with `django.forms`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    name = "forms"
    label = "dossier_forms"
    verbose_name = _("Drafts")

    def ready(self) -> None:
        from portal.accounts.space import attach_section
        from procedures.attachments import attach, attach_check

        from . import holders  # noqa: F401 - connects the receiver that joins a browser's drafts to an account
        from .checks import check_form
        from .space import SECTION

        attach("apply", "forms.urls")
        attach_check(check_form)
        attach_section(SECTION)
