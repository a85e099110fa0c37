"""A procedure as law editors write it: law in columns and rows, words in translated fields, the form in blocks.

The row of the key's source language holds the law; the other languages only translate its words. What citizens and the
register read is never this row but the frozen version that its publication makes (`procedures.versions`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from ..rich import RICH_FEATURES
from .blocks import FormBlock
from .choices import ActKind, Authority, Confidence, ValidityEnd, ValidityStart, ValidityUnit
from .key import ProcedureKey
from .rows import law

LAW_COLUMNS = (
    "act",
    "authority",
    "in_force_from",
    "silence_grants",
    "silence_source",
    "silence_confidence",
    "validity_amount",
    "validity_unit",
    "validity_starts",
    "validity_renewable",
    "validity_ends",
    "validity_source",
    "validity_confidence",
    "documents_confirmed",
)
PLAIN_WORDS = ("title", "summary", "who", "outcome")
RICH_WORDS = ("explanation", "warning", "appeal")


class Procedure(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """One row a language. `in_force_from` is the first day of the law as now written; empty means the day it is frozen."""

    key = models.ForeignKey(ProcedureKey, models.PROTECT, related_name="texts", verbose_name=_("procedure"))
    act = models.CharField(_("act"), max_length=20, choices=ActKind)
    authority = models.CharField(
        _("competent authority"), max_length=20, choices=Authority, default=Authority.PRESIDENT
    )
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)

    silence_grants = models.BooleanField(_("silence grants the request"), default=False)
    silence_source = models.CharField(_("source of the rule on silence"), max_length=300, blank=True)
    silence_confidence = models.CharField(
        _("confidence of the rule on silence"), max_length=10, choices=Confidence, default=Confidence.LOW
    )

    validity_amount = models.PositiveSmallIntegerField(
        _("validity of the act"), null=True, blank=True, help_text=_("Empty: no limit is known.")
    )
    validity_unit = models.CharField(
        _("unit of validity"), max_length=16, choices=ValidityUnit, default=ValidityUnit.MONTHS
    )
    validity_starts = models.CharField(
        _("validity runs from"), max_length=16, choices=ValidityStart, default=ValidityStart.DELIVERED
    )
    validity_renewable = models.BooleanField(_("renewable"), default=False)
    validity_ends = models.CharField(
        _("after its last day"),
        max_length=16,
        choices=ValidityEnd,
        blank=True,
        help_text=_("Empty: a period asked for ends; any other act is only presumed lapsed."),
    )
    validity_source = models.CharField(_("source of the validity"), max_length=300, blank=True)
    validity_confidence = models.CharField(
        _("confidence of the validity"), max_length=10, choices=Confidence, default=Confidence.LOW
    )

    documents_confirmed = models.BooleanField(_("the list of documents is confirmed by a text"), default=False)

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    who = models.TextField(_("who may ask"), blank=True)
    outcome = models.TextField(_("what is obtained"), blank=True)
    explanation = RichTextField(_("explanation"), features=RICH_FEATURES, blank=True)
    warning = RichTextField(_("warning"), features=RICH_FEATURES, blank=True)
    appeal = RichTextField(_("appeal"), features=RICH_FEATURES, blank=True)
    form = StreamField(FormBlock(), blank=True, verbose_name=_("form"))

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="procedure",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="procedure",
        for_concrete_model=False,
    )

    override_translatable_fields = law("key", *LAW_COLUMNS)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="procedures_procedure_one_a_language")]

    def __str__(self) -> str:
        return f"{self.key.code} - {self.title}" if self.key_id else self.title

    @property
    def revisions(self) -> models.QuerySet:
        return self._revisions

    @property
    def is_source(self) -> bool:
        """Whether this row holds the law."""
        return self.locale_id == self.key.source_locale_id

    def clean(self) -> None:
        super().clean()
        self._check_key()
        if self.key_id and not self.is_source:
            self._check_law_of_translation()

    def _check_key(self) -> None:
        if (
            self.key_id
            and Procedure.objects.filter(key_id=self.key_id, locale_id=self.locale_id).exclude(pk=self.pk).exists()
        ):
            raise ValidationError({"key": _("This procedure already exists in this language.")})

    def _check_law_of_translation(self) -> None:
        """The law is the same in every language: a translation may not say another."""
        source = Procedure.objects.filter(key_id=self.key_id, locale_id=self.key.source_locale_id).first()
        if source is None:
            return
        differing = [name for name in LAW_COLUMNS if getattr(self, name) != getattr(source, name)]
        if differing:
            raise ValidationError(
                {name: _("The law is changed in the original language, not in a translation.") for name in differing}
            )

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        from .. import previews

        return previews.modes()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from .. import previews

        return previews.show(request, self, mode_name)
