"""The outbox: every mail or SMS is first a row, in the transaction of what it tells; sending it twice is harmless."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .dossier import Dossier


class Notice(models.Model):
    """One message to one person by one channel. `data` fills the kind's sentence; the text is made when it is sent.

    `queued_at`: when it was last handed to the queue, which may lose it; the row is what counts.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("E-mail")
        SMS = "sms", _("SMS")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")

    dossier = models.ForeignKey(
        Dossier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("dossier"),
    )
    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=4, choices=Channel.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recipient"),
    )
    address = models.CharField(_("address"), max_length=254)
    language = models.CharField(_("language"), max_length=5)
    data = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(_("created on"))
    next_try_at = models.DateTimeField(_("next try on"))
    queued_at = models.DateTimeField(_("queued on"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)
    once_key = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("outbox")
        indexes = [models.Index(fields=["state", "next_try_at"], name="tracking_notice_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"
