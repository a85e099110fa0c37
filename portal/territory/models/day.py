"""Days moved by decree: exceptional days off, working days, and lunar feasts once they are announced."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecreedDay(models.Model):
    """One day that a decree or an announcement makes off or working, over the computed calendar."""

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        WORKING = "working", _("Working day")

    class Confidence(models.TextChoices):
        HIGH = "high", _("The text was read")
        MEDIUM = "medium", _("Excerpt or press")
        LOW = "low", _("Practice or memory: to be confirmed")

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    reason_fr = models.CharField(_("reason in French"), max_length=200)
    reason_ar = models.CharField(_("reason in Arabic"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.LOW)
    recorded_at = models.DateTimeField(_("recorded on"))

    class Meta:
        verbose_name = _("decreed day")
        verbose_name_plural = _("decreed days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
