"""What is missing, listed once and bound to the version's own documents: nothing outside the list can be asked (RGC 33)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .dossier import Dossier


class PieceRequest(models.Model):
    """One list sent to the applicant; answered when every listed piece has been given."""

    dossier = models.ForeignKey(
        Dossier,
        models.PROTECT,
        related_name="piece_requests",
        verbose_name=_("dossier"),
    )
    asked_at = models.DateTimeField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    due_on = models.DateField(_("to be given by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for pieces")
        verbose_name_plural = _("requests for pieces")
        ordering = ["dossier", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(answered_at__isnull=True),
                name="tracking_piece_request_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.asked_at}"


class RequestedPiece(models.Model):
    """One document asked again or for the first time, with its typed reason."""

    class Reason(models.TextChoices):
        MISSING = "missing", _("Missing")
        UNREADABLE = "unreadable", _("Unreadable")
        OUTDATED = "outdated", _("Out of date")
        INCONSISTENT = "inconsistent", _("Does not match the request")

    request = models.ForeignKey(PieceRequest, models.PROTECT, related_name="pieces", verbose_name=_("request"))
    document_code = models.CharField(_("document"), max_length=60)
    reason = models.CharField(_("reason"), max_length=14, choices=Reason.choices)
    note = models.CharField(_("what to do"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("requested piece")
        verbose_name_plural = _("requested pieces")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "document_code"],
                name="tracking_requested_piece_once",
            )
        ]

    def __str__(self) -> str:
        return self.document_code
