"""Decisions and acts. The president signs once: the sealed act is the decision; it is withheld until payment.

An `Act` has its number from the transaction that prepares it; rendering and signing happen outside any transaction and
reuse that number. Every number of a series is an issued act or a voided one with its reason.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures.models import ProcedureVersion
from procedures.snapshot import Sentence
from procedures.versions import version_in_force

from .dossier import Dossier
from .states import ActState, StateCause


class ActQuerySet(models.QuerySet["Act"]):
    def issued(self) -> ActQuerySet:
        return self.exclude(state__in=[ActState.PREPARED, ActState.VOIDED])


class Act(models.Model):
    """`code`: the unguessable word of `/v/<code>/`. `facts`: what the paper says, frozen when the number was taken.

    `origin`: `portal`, or `paper` / `rokhas` for an act recorded from outside (a second person's check in `checked_by`).
    `paper_number`, `issued_on`: the number and date printed on an act recorded from outside.
    `state_cause`: why the portal moved it by itself; `state_reason`: why a person did, in their own words, whose language
    `state_reason_language` tells. Neither is public: a person's words may name somebody.
    `signature`: `electronic`, or `paper` when the printed act was signed by hand and scanned under the same number.
    """

    class Origin(models.TextChoices):
        PORTAL = "portal", _("This portal")
        PAPER = "paper", _("Paper")
        ROKHAS = "rokhas", _("Rokhas")

    class Signature(models.TextChoices):
        ELECTRONIC = "electronic", _("Electronic")
        PAPER = "paper", _("By hand, scanned")

    code = models.CharField(_("verification code"), max_length=40, unique=True)
    dossier = models.ForeignKey(
        Dossier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="acts",
        verbose_name=_("dossier"),
    )
    commune = models.ForeignKey(
        "territory.Commune",
        models.PROTECT,
        related_name="acts",
        verbose_name=_("commune"),
    )
    key = models.ForeignKey(
        "procedures.ProcedureKey",
        models.PROTECT,
        related_name="acts",
        verbose_name=_("procedure"),
    )
    kind = models.CharField(_("kind"), max_length=24)
    series = models.CharField(_("series"), max_length=80)
    number = models.CharField(_("number"), max_length=60)
    state = models.CharField(_("state"), max_length=16, choices=ActState.choices, default=ActState.PREPARED)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.PORTAL)
    signature = models.CharField(_("signature"), max_length=12, choices=Signature.choices, blank=True)
    holder_name = models.CharField(_("holder"), max_length=200)
    land_reference = models.CharField(_("land reference"), max_length=120, blank=True)
    facts = models.JSONField(_("facts printed"), default=dict)
    paper_number = models.CharField(_("number on the paper"), max_length=80, blank=True)
    issued_on = models.DateField(_("date on the paper"), null=True, blank=True)
    prepared_at = models.DateTimeField(_("prepared on"))
    signed_on = models.DateTimeField(_("signed on"), null=True, blank=True)
    notified_on = models.DateTimeField(_("notified on"), null=True, blank=True)
    delivered_on = models.DateTimeField(_("delivered on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    state_since = models.DateTimeField(_("in this state since"), null=True, blank=True)
    state_cause = models.CharField(_("cause of the state"), max_length=16, choices=StateCause.choices, blank=True)
    state_reason = models.CharField(_("reason of the state"), max_length=300, blank=True)
    state_reason_language = models.CharField(_("language of the reason"), max_length=5, blank=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    file = models.ForeignKey(
        "kernel.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sealed document"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects: ClassVar[models.Manager[Act]] = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="tracking_act_number_unique"),
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(dossier__isnull=False) & ~Q(state__in=["voided", "superseded", "retracted", "annulled"]),
                name="tracking_act_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "voided"])
                | Q(file__isnull=False)
                # Its paper is the receipt, made on demand from frozen data, the same bytes each time.
                | Q(kind__in=["declaration_receipt", "not_required"]),
                name="tracking_act_issued_has_document",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=models.F("recorded_by")),
                name="tracking_act_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state_cause="") | Q(state_reason=""),
                name="tracking_act_one_reason_of_its_state",
            ),
            models.UniqueConstraint(
                fields=["commune", "key", "origin", "paper_number"],
                condition=~Q(paper_number="") & ~Q(state="voided"),
                name="tracking_act_earlier_recorded_once",
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "-delivered_on"], name="tracking_act_register"),
            models.Index(fields=["state", "prepared_at"], name="tracking_act_sweep"),
            models.Index(fields=["state", "valid_until"], name="tracking_act_expiry"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_at_end(self) -> ActState | None:
        """What its last day makes of it by its version; `None` where works that have begun keep it alive (12-90 art. 49).

        An act made elsewhere follows the version of the day on its paper; where there is none, it is only doubted.
        """
        version = self.dossier.version if self.dossier else self._version_of_its_day()
        rule = version.snapshot.validity if version else None
        end = ActState(rule.end) if rule else ActState.LAPSE_PRESUMED
        return None if end is ActState.LAPSE_PRESUMED and self.state == ActState.IN_WORKS else end

    def _version_of_its_day(self) -> ProcedureVersion | None:
        on = self.issued_on
        return version_in_force(self.key, on=on) if on else None

    @property
    def why(self) -> Sentence | Promise | None:
        """Why the act is in its state, for its officers: the cause in the reader's language, or a person's own words."""
        if self.state_cause:
            return StateCause(self.state_cause).label
        if self.state_reason:
            return Sentence(self.state_reason, self.state_reason_language, missing=False)
        return None


class Decision(models.Model):
    """What the president decided: grant or refusal with its grounds. One that stands per dossier and round."""

    class Outcome(models.TextChoices):
        GRANT = "grant", _("Grant")
        REFUSAL = "refusal", _("Refusal")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="decisions", verbose_name=_("dossier"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    reasons = models.TextField(_("reasons"), blank=True)
    legal_ground = models.CharField(_("legal ground"), max_length=200, blank=True)
    conditions = models.TextField(_("specific provisions"), blank=True)
    act = models.OneToOneField(Act, models.PROTECT, related_name="decision", verbose_name=_("act"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided on"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="grant") | (~Q(reasons="") & ~Q(legal_ground="")),
                name="tracking_refusal_has_reasons",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier} {self.get_outcome_display()}"
