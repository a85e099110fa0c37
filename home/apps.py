"""Public pages, search, the citizen's own space; the rights of editors in the CMS."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from . import rights  # noqa: F401 - connects the receiver that projects a grant
