"""A single-use link that opens a draft on another device, sent to the verified phone or e-mail of its holder."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .draft import Draft


class DraftLink(models.Model):
    """Only the digest of the link's code is kept; it works once, before `expires_at`."""

    digest = models.CharField(max_length=64, unique=True)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="links", verbose_name=_("draft"))
    sent_at = models.DateTimeField(_("sent on"))
    expires_at = models.DateTimeField(_("expires on"))
    used_at = models.DateTimeField(_("used on"), null=True, blank=True)

    class Meta:
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")

    def __str__(self) -> str:
        return str(self.draft_id)
