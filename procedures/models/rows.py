"""The law of a procedure in rows: terms, circuit, documents, fees, legal bases; each with its source and confidence.

Rows with words (labels, titles) translate them; everything else is the same in every language and is copied, never
translated. Natures of documents: RGC 33.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from portal.territory.models import Body

from .blocks import KEY
from .choices import (
    Confidence,
    DocumentNature,
    FeeBase,
    FileKinds,
    Holder,
    Payee,
    StageAction,
    StartEvent,
    StopEvent,
    Unit,
)
from .fields import CodeListField


def law(*names: str) -> list[SynchronizedField]:
    """Columns copied from the source row and open to no translator."""
    return [SynchronizedField(name, overridable=False) for name in names]


class SourcedRow(Orderable):
    """`source` is cited as text and article; `confidence` is shown to editors, and to readers when it is low."""

    source = models.CharField(_("source"), max_length=300, blank=True)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence, default=Confidence.LOW)

    class Meta(Orderable.Meta):
        abstract = True


class TermRow(SourcedRow):
    """The first row whose condition holds gives the term."""

    procedure = ParentalKey("procedures.Procedure", on_delete=models.CASCADE, related_name="terms")
    amount = models.PositiveSmallIntegerField(_("amount"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=16, choices=Unit)
    start_event = models.CharField(
        _("starts at"), max_length=20, choices=StartEvent, default=StartEvent.COMPLETE_FILING
    )
    stop_event = models.CharField(_("stops at"), max_length=20, choices=StopEvent, default=StopEvent.NOTIFIED)
    franc = models.BooleanField(_("first and last day not counted"), default=False)
    carry_over = models.BooleanField(_("a last day off moves to the next working day"), default=True)
    when = models.CharField(_("applies when"), max_length=300, blank=True)

    class Meta(SourcedRow.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")


class StageCount(models.TextChoices):
    """What the time of a stage runs from: for editors alone, unlike the choices a reader meets."""

    STAGE = "stage", _("the beginning of the stage")
    FILING = "filing", _("the complete filing")


class StageRow(TranslatableMixin, SourcedRow):
    procedure = ParentalKey("procedures.Procedure", on_delete=models.CASCADE, related_name="circuit")
    code = models.CharField(_("code"), max_length=40, validators=[KEY])
    action = models.CharField(_("action"), max_length=12, choices=StageAction)
    holder = models.CharField(_("held by"), max_length=12, choices=Holder)
    amount = models.PositiveSmallIntegerField(_("time allowed"), default=0)
    unit = models.CharField(_("unit"), max_length=16, choices=Unit, default=Unit.WORKING_DAYS)
    counted_from = models.CharField(_("time counted from"), max_length=8, choices=StageCount, default=StageCount.STAGE)
    bodies = CodeListField(_("bodies asked"), codes=Body.Kind.choices)
    binding = CodeListField(_("bodies whose favourable opinion is required"), codes=Body.Kind.choices)
    one_negative_blocks = models.BooleanField(
        _("one negative opinion blocks"),
        null=True,
        blank=True,
        default=False,
        help_text=_("Unknown: the commune says it."),
    )
    label = models.CharField(_("label"), max_length=200, blank=True)

    override_translatable_fields = law(
        "code",
        "action",
        "holder",
        "amount",
        "unit",
        "counted_from",
        "bodies",
        "binding",
        "one_negative_blocks",
        "source",
        "confidence",
    )

    class Meta(TranslatableMixin.Meta, SourcedRow.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")


class DocumentRow(TranslatableMixin, SourcedRow):
    procedure = ParentalKey("procedures.Procedure", on_delete=models.CASCADE, related_name="documents")
    code = models.CharField(_("code"), max_length=40, validators=[KEY])
    nature = models.CharField(_("nature"), max_length=12, choices=DocumentNature)
    label = models.CharField(_("label"), max_length=300)
    help = models.TextField(_("help"), blank=True)
    asked_if = models.CharField(_("asked if"), max_length=300, blank=True)
    kinds = models.CharField(_("accepted files"), max_length=12, choices=FileKinds, default=FileKinds.PDF_OR_IMAGE)
    max_files = models.PositiveSmallIntegerField(_("files at most"), default=3, validators=[MinValueValidator(1)])
    max_megabytes = models.PositiveSmallIntegerField(
        _("megabytes a file"), default=10, validators=[MinValueValidator(1)]
    )

    override_translatable_fields = law(
        "code", "nature", "asked_if", "kinds", "max_files", "max_megabytes", "source", "confidence"
    )

    class Meta(TranslatableMixin.Meta, SourcedRow.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class FeeRow(TranslatableMixin, SourcedRow):
    """The rate is the commune's; `floor` and `ceiling` are the law's limits, in dirhams."""

    procedure = ParentalKey("procedures.Procedure", on_delete=models.CASCADE, related_name="fees")
    code = models.CharField(_("code"), max_length=40, validators=[KEY])
    base = models.CharField(_("base"), max_length=26, choices=FeeBase)
    label = models.CharField(_("label"), max_length=300)
    floor = models.DecimalField(_("floor, in dirhams"), max_digits=12, decimal_places=2, null=True, blank=True)
    ceiling = models.DecimalField(_("ceiling, in dirhams"), max_digits=12, decimal_places=2, null=True, blank=True)
    quantity = models.CharField(_("answer that holds the area"), max_length=80, blank=True)
    periods = models.CharField(_("answer that holds the number of quarters"), max_length=80, blank=True)
    exempt_if = models.CharField(_("exempt if"), max_length=300, blank=True)
    payee = models.CharField(_("paid to"), max_length=12, choices=Payee, default=Payee.COMMUNE)

    override_translatable_fields = law(
        "code", "base", "floor", "ceiling", "quantity", "periods", "exempt_if", "payee", "source", "confidence"
    )

    class Meta(TranslatableMixin.Meta, SourcedRow.Meta):
        verbose_name = _("fee")
        verbose_name_plural = _("fees")

    def clean(self) -> None:
        super().clean()
        if self.floor is not None and self.ceiling is not None and self.floor > self.ceiling:
            raise ValidationError({"ceiling": _("The ceiling is below the floor.")})


class LegalBasisRow(TranslatableMixin, SourcedRow):
    procedure = ParentalKey("procedures.Procedure", on_delete=models.CASCADE, related_name="legal_bases")
    code = models.CharField(_("code"), max_length=40)
    articles = models.CharField(_("articles"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=300)

    override_translatable_fields = law("code", "articles", "source", "confidence")

    class Meta(TranslatableMixin.Meta, SourcedRow.Meta):
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
