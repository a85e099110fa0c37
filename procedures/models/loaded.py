"""What a catalogue file last brought in, so that loading it again can tell an editor's change from its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .key import ProcedureKey


class LoadedCatalogue(models.Model):
    """`content`: the source language's law and words as the file gave them (`procedures.catalogue_loader`)."""

    key = models.OneToOneField(ProcedureKey, models.CASCADE, related_name="loaded", verbose_name=_("procedure"))
    content = models.JSONField(_("content"))
    loaded_at = models.DateTimeField(_("loaded on"))

    class Meta:
        verbose_name = _("loaded catalogue file")
        verbose_name_plural = _("loaded catalogue files")

    def __str__(self) -> str:
        return f"{self.key} {self.loaded_at}"
