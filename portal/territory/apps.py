"""Regions, provinces, communes, the bodies that give opinions, the calendar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoryConfig(AppConfig):
    name = "portal.territory"
    label = "territory"
    verbose_name = _("Territory")

    def ready(self) -> None:
        from . import days  # noqa: F401 - connects the receiver that forgets a calendar when a day is decreed
