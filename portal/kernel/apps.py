"""The kernel as an app: stored files and counters; the checks that refuse a wrong configuration at start."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "portal.kernel"
    label = "kernel"
    verbose_name = _("Files and counters")

    def ready(self) -> None:
        from .paper.checks import check_fonts

        register(check_fonts)
