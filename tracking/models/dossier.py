"""A filed request with its pieces. Its state is written by `tracking.lifecycle.apply` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .states import DossierState

if TYPE_CHECKING:
    from portal.accounts.models import User


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, actor: User) -> DossierQuerySet:
        """The dossiers `actor` may see now: their own, or those of their grants' territory (`tracking.policies`)."""
        from ..policies import visible_dossiers

        return self.filter(visible_dossiers(actor))

    def open(self) -> DossierQuerySet:
        return self.exclude(state__in=[s for s in DossierState if s.ends])


class Dossier(models.Model):
    """One request. It refers to commune and version, never to a page; it freezes the version of its filing date.

    `answers`: the answers of the form by question key, as stored by the question types. `due_on` repeats the clock's
    result so that the inbox can sort; `tracking.clock` is where it is computed. `wait_until`: the day on which what the
    file waits for (pieces, reservations, deferral) lapses by itself. `round` rises with each file modified on request.
    `silence_grants` repeats the frozen version. `idempotency_key`: the draft's id or the pad's number, so that one
    filing is one dossier. `builds_on`: the earlier act the request rests on, of this portal or recorded from outside.
    """

    class Origin(models.TextChoices):
        ONLINE = "online", _("Online")
        COUNTER = "counter", _("At the counter")
        PAPER = "paper", _("Numbered receipt pad")

    class Holder(models.TextChoices):
        DESK = "desk", _("Registry desk")
        TECHNICAL = "technical", _("Technical service")
        BODIES = "bodies", _("Consulted bodies")
        SECRETARIAT = "secretariat", _("Secretariat of the committee")
        PRESIDENT = "president", _("President of the council")
        CASHIER = "cashier", _("Revenue office")
        APPLICANT = "applicant", _("Applicant")
        GOVERNOR = "governor", _("Governor")
        NOBODY = "nobody", _("Nobody: the file is closed")

    reference = models.CharField(_("reference"), max_length=40, unique=True)
    idempotency_key = models.CharField(max_length=80, unique=True, editable=False)
    version = models.ForeignKey(
        "procedures.ProcedureVersion",
        models.PROTECT,
        related_name="dossiers",
        verbose_name=_("version"),
    )
    key = models.ForeignKey(
        "procedures.ProcedureKey",
        models.PROTECT,
        related_name="dossiers",
        verbose_name=_("procedure"),
    )
    commune = models.ForeignKey(
        "territory.Commune",
        models.PROTECT,
        related_name="dossiers",
        verbose_name=_("commune"),
    )
    local = models.ForeignKey(
        "procedures.LocalPublication",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("applicant"),
    )
    applicant_name = models.CharField(_("name of the applicant"), max_length=200)
    applicant_cnie = models.CharField(_("identity card of the applicant"), max_length=20, blank=True)
    applicant_phone = models.CharField(_("phone of the applicant"), max_length=20, blank=True)
    applicant_email = models.EmailField(_("e-mail of the applicant"), blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filed by"),
    )
    language = models.CharField(_("language of the applicant"), max_length=5, default="ar")
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.ONLINE)
    pad_number = models.CharField(_("number on the receipt pad"), max_length=40, blank=True)
    pad_scan = models.ForeignKey(
        "kernel.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("scan of the receipt pad"),
    )
    withdrawal_scan = models.ForeignKey(
        "kernel.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("scan of the request to withdraw"),
    )
    answers = models.JSONField(_("answers"), default=dict)
    search_text = models.TextField(_("search text"), blank=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=32,
        choices=DossierState.choices,
        default=DossierState.FILED,
    )
    state_since = models.DateTimeField(_("in this state since"))
    holder = models.CharField(_("held by"), max_length=12, choices=Holder.choices, default=Holder.DESK)
    filed_at = models.DateTimeField(_("filed on"))
    complete_at = models.DateTimeField(_("complete on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    wait_until = models.DateField(_("waits until"), null=True, blank=True)
    silence_grants = models.BooleanField(_("silence grants it"), default=False)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    builds_on = models.ForeignKey(
        "tracking.Act",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="built_upon",
        verbose_name=_("rests on the act"),
    )
    overdue_since = models.DateTimeField(_("late since"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)

    objects: ClassVar[models.Manager[Dossier]] = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-filed_at", "-pk"]
        indexes = [
            models.Index(
                fields=["commune", "state", "due_on", "id"],
                name="tracking_dossier_inbox",
            ),
            models.Index(fields=["state", "due_on", "id"], name="tracking_dossier_sweep"),
            models.Index(
                fields=["wait_until"],
                condition=Q(wait_until__isnull=False),
                name="tracking_dossier_waiting",
            ),
            models.Index(fields=["applicant", "-filed_at"], name="tracking_dossier_mine"),
            models.Index(fields=["commune", "-filed_at", "-id"], name="tracking_dossier_recent"),
            # What an officer works on is open: a register grows by what is closed, and these do not grow with it.
            models.Index(
                fields=["commune", "due_on", "id"], condition=Q(closed_at__isnull=True), name="tracking_dossier_due"
            ),
            models.Index(fields=["commune", "id"], condition=Q(closed_at__isnull=True), name="tracking_dossier_open"),
            # What waits for one holder, and what was filed last, for those who answer for many communes: without these
            # their lists read the whole register.
            models.Index(fields=["holder", "id"], name="tracking_dossier_held"),
            models.Index(fields=["-filed_at", "-id"], name="tracking_dossier_last"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(complete_at__isnull=True) | Q(complete_at__gte=models.F("filed_at")),
                name="tracking_dossier_complete_after_filing",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Piece(models.Model):
    """A file given for one document of the version. A later one for the same document replaces it; none is deleted."""

    class Check(models.TextChoices):
        UNCHECKED = "unchecked", _("Not checked yet")
        ACCEPTED = "accepted", _("Accepted")
        CONTESTED = "contested", _("Contested")
        REPLACED = "replaced", _("Replaced")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="pieces", verbose_name=_("dossier"))
    document_code = models.CharField(_("document"), max_length=60)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("name"), max_length=255)
    given_at = models.DateTimeField(_("given on"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    check_result = models.CharField(_("check"), max_length=10, choices=Check.choices, default=Check.UNCHECKED)

    class Meta:
        verbose_name = _("piece")
        verbose_name_plural = _("pieces")
        ordering = ["dossier", "document_code", "given_at", "pk"]
        indexes = [models.Index(fields=["dossier", "document_code"], name="tracking_piece_of_document")]

    def __str__(self) -> str:
        return f"{self.document_code}: {self.name}"
