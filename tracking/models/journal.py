"""The journal: append-only by database trigger, hash-chained per dossier, or per act where an act has no dossier.

An `Event` holds facts and a salted digest; personal content sits in an `EventDetail` that may be erased without breaking
the chain (docs/decisions/0005).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .act import Act
from .dossier import Dossier


class Event(models.Model):
    """One thing that happened. `sequence` counts from 1 within the chain; `hash` covers every other column.

    The chain is the dossier's; an act recorded from outside, which has no dossier, has its own.
    """

    dossier = models.ForeignKey(
        Dossier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("dossier"),
    )
    act = models.ForeignKey(
        Act,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("act"),
    )
    sequence = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("on"))
    kind = models.CharField(_("kind"), max_length=40)
    from_state = models.CharField(_("from"), max_length=32, blank=True)
    to_state = models.CharField(_("to"), max_length=32, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    actor_role = models.CharField(_("in the role of"), max_length=24)
    facts = models.JSONField(_("facts"), default=dict)
    detail_digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)
    format = models.PositiveSmallIntegerField(default=1)
    # NULL, not an empty word: an event without a key must not clash with another in the unique constraint.
    idempotency_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("journal")
        ordering = ["dossier", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "sequence"], name="tracking_event_sequence_unique"),
            models.UniqueConstraint(fields=["dossier", "idempotency_key"], name="tracking_event_once"),
            models.UniqueConstraint(
                fields=["act", "sequence"],
                condition=Q(dossier__isnull=True),
                name="tracking_event_act_sequence_unique",
            ),
            models.CheckConstraint(
                condition=Q(dossier__isnull=False) | Q(act__isnull=False),
                name="tracking_event_of_something",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.kind}"


class EventDetail(models.Model):
    """Personal content of an event (reasons, names); erasable: `content` becomes empty and `erased_at` is set."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="detail", verbose_name=_("event"))
    salt = models.CharField(max_length=32)
    content = models.JSONField(_("content"), default=dict)
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True)

    class Meta:
        verbose_name = _("event detail")
        verbose_name_plural = _("event details")

    def __str__(self) -> str:
        return str(self.event_id)
