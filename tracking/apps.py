"""The register: dossiers, clock, review, decision, signature, delivery, verification, oversight."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackingConfig(AppConfig):
    name = "tracking"
    verbose_name = _("Register")
