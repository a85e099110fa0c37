"""Private files: content by its hash, never served but through a permission check, erasable without breaking the row."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One private file. The bytes lie in the private store under `key`; the row outlives them once erased.

    `sha256` is the hash of the bytes as they were received, in hexadecimal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("place in the store"), max_length=120, unique=True, editable=False)
    name = models.CharField(_("name given by its owner"), max_length=255)
    content_type = models.CharField(_("type found by content"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    created_at = models.DateTimeField(_("received on"))
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True)

    class Meta:
        verbose_name = _("private file")
        verbose_name_plural = _("private files")

    def __str__(self) -> str:
        return self.name
