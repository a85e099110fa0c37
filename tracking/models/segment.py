"""Clock segments: append-only; a segment ends where the next one begins. `tracking.clock` reads them as plain values."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .dossier import Dossier


class ClockSegment(models.Model):
    """From `since`, the clock is in `kind`. `restarts`: the term begins again from zero (RGC 37)."""

    class Kind(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        STOPPED = "stopped", _("Stopped")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="segments", verbose_name=_("dossier"))
    sequence = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    since = models.DateTimeField(_("since"))
    restarts = models.BooleanField(_("begins again from zero"), default=False)
    cause = models.CharField(_("cause"), max_length=40)
    basis = models.CharField(_("legal basis"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("clock segment")
        verbose_name_plural = _("clock segments")
        ordering = ["dossier", "sequence"]
        constraints = [models.UniqueConstraint(fields=["dossier", "sequence"], name="tracking_segment_sequence_unique")]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.sequence} {self.kind}"
