"""Frozen versions of a procedure, and the dated periods in which each is in force.

A version never changes: update and delete are refused here and by database triggers. Which one rules a dossier is decided
by its filing date (`VersionPeriod`); the rule in force on that date holds to the end.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Refused

from ..snapshot import Snapshot
from .key import ProcedureKey

_READ_AT_MOST: Final = 256
_read: dict[str, Snapshot] = {}


class ProcedureVersion(models.Model):
    """One for all languages, numbered from 1 within its key, hashed."""

    key = models.ForeignKey(ProcedureKey, models.PROTECT, related_name="versions", verbose_name=_("procedure"))
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("frozen content"))
    digest = models.CharField(_("SHA-256 of the content"), max_length=64)
    law_digest = models.CharField(_("SHA-256 of the law and the form"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen on"))

    class Meta:
        verbose_name = _("procedure version")
        verbose_name_plural = _("procedure versions")
        ordering = ["key", "-number"]
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="procedures_version_number_unique")]

    def __str__(self) -> str:
        return f"{self.key.code} v{self.number}"

    @cached_property
    def snapshot(self) -> Snapshot:
        """The frozen content, typed. Read once a process for each digest: a version never changes."""
        known = _read.get(self.digest)
        if known is None:
            known = Snapshot.from_json(self.content)
            if len(_read) >= _READ_AT_MOST:
                _read.clear()
            _read[self.digest] = known
        return known

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(_("A frozen version cannot be changed."), code="version_frozen")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Refused(_("A frozen version cannot be deleted."), code="version_frozen")


class PeriodQuerySet(models.QuerySet["VersionPeriod"]):
    def in_force(self, *, on: date) -> PeriodQuerySet:
        """Periods that include the local day `on`; no end means still in force."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class VersionPeriod(models.Model):
    """The version is in force from `since` to `until`, both included; a new period ends the one before it."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="periods", verbose_name=_("version"))
    since = models.DateField(_("in force from"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects: ClassVar[models.Manager[VersionPeriod]] = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("period in force")
        verbose_name_plural = _("periods in force")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="procedures_period_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.since}"


class FreezeAttempt(models.Model):
    """Why the last publication of a procedure made a version or did not: shown to editors, read by the sweep."""

    key = models.OneToOneField(ProcedureKey, models.CASCADE, related_name="freeze_attempt", verbose_name=_("procedure"))
    attempted_at = models.DateTimeField(_("attempted on"))
    version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("version made")
    )
    findings = models.JSONField(_("findings"), default=list)

    class Meta:
        verbose_name = _("freeze attempt")
        verbose_name_plural = _("freeze attempts")

    def __str__(self) -> str:
        return f"{self.key} {self.attempted_at}"


class WithdrawalProposal(models.Model):
    """What one law editor proposes and a second one decides: the last day on which `key` can be filed, and the text."""

    key = models.OneToOneField(
        ProcedureKey, models.CASCADE, related_name="withdrawal_proposal", verbose_name=_("procedure")
    )
    last_day = models.DateField(_("last day on which it can be filed"))
    reason = models.CharField(_("reason"), max_length=300)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed on"))

    class Meta:
        verbose_name = _("proposal to withdraw a procedure")
        verbose_name_plural = _("proposals to withdraw a procedure")

    def __str__(self) -> str:
        return f"{self.key.code}: {self.last_day}"
