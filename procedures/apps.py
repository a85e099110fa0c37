"""The law in force: catalogue, frozen versions, the page of a municipality's procedure."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    name = "procedures"
    verbose_name = _("Procedures")

    def ready(self) -> None:
        from . import signals  # noqa: F401 - connects the receivers
