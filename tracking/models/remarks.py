"""The only two things a president may ask after admissibility: modifications (RGC 37) and minor reservations (RGC 38)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .dossier import Dossier


class RemarkList(models.Model):
    """All remarks of one round, in one list: a second one cannot be opened while it is unanswered."""

    class Kind(models.TextChoices):
        MODIFICATIONS = "modifications", _("Modifications (RGC 37)")
        RESERVATIONS = "reservations", _("Minor reservations (RGC 38)")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="remark_lists", verbose_name=_("dossier"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked on"))
    due_on = models.DateField(_("to be answered by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("list of remarks")
        verbose_name_plural = _("lists of remarks")
        ordering = ["dossier", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "round", "kind"],
                name="tracking_remark_list_once_a_round",
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(answered_at__isnull=True),
                name="tracking_remark_list_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.get_kind_display()}"


class Remark(models.Model):
    """One thing to change, with the text it rests on."""

    list = models.ForeignKey(RemarkList, models.PROTECT, related_name="remarks", verbose_name=_("list"))
    text = models.TextField(_("what to change"))
    basis = models.CharField(_("legal basis"), max_length=200)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self) -> str:
        return self.text[:80]
