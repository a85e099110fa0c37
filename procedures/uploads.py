"""What a file given for a document must be, by the document's own rule: asked wherever files are given."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Invalid

from .snapshot import DocumentRule

_MEGABYTE = 1024 * 1024


def check_size(rule: DocumentRule, size: int) -> None:
    """Refuse (`Invalid`) a file of more bytes than the document allows."""
    if size > rule.max_megabytes * _MEGABYTE:
        raise Invalid(
            _("This file is larger than %(limit)s MB. Take the photo again, or split it into two files.")
            % {"limit": rule.max_megabytes},
            code="file_too_large",
        )


def check_kind(rule: DocumentRule, content_type: str) -> None:
    """Refuse (`Invalid`) a file that the document cannot be. `content_type`: what the bytes are, not what was announced."""
    if content_type in rule.content_types:
        return
    if rule.kinds == ("image",):
        raise Invalid(_("This document must be a photo (JPEG or PNG)."), code="file_kind")
    raise Invalid(_("This document must be a PDF."), code="file_kind")


def check_total(size: int, *, megabytes: int) -> None:
    """Refuse (`Invalid`) files that are more than `megabytes` together."""
    if size > megabytes * _MEGABYTE:
        raise Invalid(_("Your files are too large together. Send smaller photos."), code="files_too_large")
