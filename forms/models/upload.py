"""A file given for one document of the version while the draft is open; it becomes a piece at filing."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .draft import Draft


class Upload(models.Model):
    """Taken back, it goes with its bytes; `given_at` is when it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="uploads", verbose_name=_("draft"))
    document_code = models.CharField(_("document"), max_length=60)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("name"), max_length=255)
    given_at = models.DateTimeField(_("given on"))

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["document_code", "given_at"]
        indexes = [models.Index(fields=["draft", "document_code"], name="forms_upload_of_document")]

    def __str__(self) -> str:
        return self.name
