"""A draft: held by an account, or by a random token in one browser of which only the digest is kept."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def lifetime(*, anonymous: bool) -> timedelta:
    """How long an untouched draft stays open (settings `DRAFT_HOURS_ANONYMOUS`, `DRAFT_DAYS`)."""
    return timedelta(hours=settings.DRAFT_HOURS_ANONYMOUS) if anonymous else timedelta(days=settings.DRAFT_DAYS)


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self, *, at: datetime) -> DraftQuerySet:
        """Drafts that can still be filled: neither filed nor closed, and not past their time."""
        return self.filter(state=Draft.State.OPEN, closes_at__gt=at)


class Draft(models.Model):
    """`data` is the wizard's storage: current step, raw step data, and typed `answers` by question key.

    `revision` rises by one at each write, so that two tabs are noticed. The draft keeps the version it was begun under.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Being filled")
        FILED = "filed", _("Filed")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey("procedures.ProcedureKey", models.PROTECT, related_name="+", verbose_name=_("procedure"))
    version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, related_name="+", verbose_name=_("version")
    )
    commune = models.ForeignKey("territory.Commune", models.PROTECT, related_name="+", verbose_name=_("commune"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("held by"),
    )
    token_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    language = models.CharField(_("language"), max_length=5)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    data = models.JSONField(default=dict, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("begun on"))
    touched_at = models.DateTimeField(_("last saved on"))
    closes_at = models.DateTimeField(_("closes by itself on"))
    dossier_reference = models.CharField(_("reference of the file"), max_length=40, blank=True)

    objects: ClassVar[models.Manager[Draft]] = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-touched_at"]
        indexes = [
            models.Index(fields=["owner", "state", "-touched_at"], name="forms_draft_mine"),
            models.Index(fields=["state", "closes_at"], name="forms_draft_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(token_digest=""), name="forms_draft_is_held_by_someone"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    def touch(self, *, at: datetime) -> None:
        """Put off the day on which the draft closes by itself. Does not save."""
        self.touched_at = at
        self.closes_at = at + lifetime(anonymous=self.owner_id is None)

    @property
    def answers(self) -> dict[str, object]:
        """Typed answers by question key, as the question types store them."""
        answers = self.data.get("answers", {})
        return {key: value for step in answers.values() for key, value in step.items()}
