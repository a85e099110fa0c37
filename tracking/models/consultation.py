"""Consultations and individual opinions. There is no vote and no collective decision (RGC 34-35)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .dossier import Dossier
from .session import CommissionSession


class Consultation(models.Model):
    """One body asked about one dossier. `ground` (RGC 21-24): `rule`, `law`, `request` or `consultative`.

    A body that has not spoken is late, nothing else; `absent` records that it did not come to the session or visit.
    """

    class Ground(models.TextChoices):
        RULE = "rule", _("Member by the rule (RGC 21-22)")
        LAW = "law", _("Opinion required by a law (RGC 23)")
        REQUEST = "request", _("Written request of the president (RGC 21)")
        CONSULTATIVE = "consultative", _("Invited, consultative (RGC 24)")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="consultations", verbose_name=_("dossier"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    stage = models.CharField(_("stage"), max_length=40)
    body = models.ForeignKey(
        "territory.Body",
        models.PROTECT,
        related_name="consultations",
        verbose_name=_("body"),
    )
    ground = models.CharField(_("ground"), max_length=12, choices=Ground.choices, default=Ground.RULE)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    session = models.ForeignKey(
        CommissionSession,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name=_("session"),
    )
    binding = models.BooleanField(_("its favourable opinion is required"), default=False)
    asked_at = models.DateTimeField(_("asked on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    absent = models.BooleanField(_("recorded absent"), default=False)

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["dossier", "round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "round", "body"],
                name="tracking_consultation_once_a_round",
            ),
            # Nobody is added but by a text: the rule itself stands in the version's circuit (RGC 21-24).
            models.CheckConstraint(
                condition=Q(ground="rule") | ~Q(basis=""),
                name="tracking_consultation_added_by_a_text",
            ),
        ]
        indexes = [models.Index(fields=["body", "due_on"], name="tracking_consultation_inbox")]

    def __str__(self) -> str:
        return f"{self.dossier_id} - {self.body}"


class Opinion(models.Model):
    """The opinion of one body, given once. Reservations and unfavourable opinions carry reasons (RGC 27)."""

    class Value(models.TextChoices):
        FAVOURABLE = "favourable", _("Favourable")
        WITH_RESERVATIONS = "with_reservations", _("Favourable with reservations")
        UNFAVOURABLE = "unfavourable", _("Unfavourable")

    consultation = models.OneToOneField(
        Consultation,
        models.PROTECT,
        related_name="opinion",
        verbose_name=_("consultation"),
    )
    value = models.CharField(_("opinion"), max_length=20, choices=Value.choices)
    reasons = models.TextField(_("reasons"), blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given on"))

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.CheckConstraint(
                condition=Q(value="favourable") | ~Q(reasons=""),
                name="tracking_opinion_reserved_has_reasons",
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation} {self.get_value_display()}"
