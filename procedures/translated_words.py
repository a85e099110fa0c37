"""Words that a person translated and nobody has approved yet: they stand in the translation memory, ready to be frozen.

wagtail-localize keeps each sentence the moment it is typed, whatever is published; a version takes its sentences from
there. So words typed since their row was last published hold back the next version, until their row is approved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation

from .attachments import Finding

if TYPE_CHECKING:
    from .models import Procedure


def unapproved(row: Procedure) -> QuerySet[StringTranslation]:
    """The sentences of `row`, a translation, that a person typed after it was last published. Loaded ones are not typed."""
    typed = StringTranslation.objects.filter(
        context__object_id=row.translation_key, locale_id=row.locale_id, last_translated_by__isnull=False
    )
    return typed.filter(updated_at__gt=row.last_published_at) if row.live and row.last_published_at else typed


def typed_by(row: Procedure) -> set[int]:
    """The ids of who typed them."""
    return set(unapproved(row).values_list("last_translated_by_id", flat=True))


def findings(source: Procedure) -> Iterator[Finding]:
    """One finding for each language of which words wait for approval."""
    for row in type(source).objects.filter(key_id=source.key_id).exclude(pk=source.pk).select_related("locale"):
        if unapproved(row).exists():
            sentence = _("Translated words (%(language)s) have not been approved.")
            yield Finding(
                f"unapproved_{row.locale.language_code}", sentence % {"language": row.locale.get_display_name()}
            )
