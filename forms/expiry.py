"""What is closed and erased when: anonymous drafts after hours, others after days; a closed draft keeps nothing for long.

Filed drafts leave their files to the dossier. Periods are settings (`portal/settings/retention.py`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from portal.kernel.files import discard

from .models import Draft


def close_draft(draft: Draft, *, at: datetime) -> None:
    """Close a draft at its holder's word: its files and answers are erased at once. Closing twice changes nothing."""
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(pk=draft.pk, state=Draft.State.OPEN).first()
        if row is None:
            return
        files = [upload.file for upload in row.uploads.select_related("file")]
        row.uploads.all().delete()
        row.state, row.data, row.touched_at = Draft.State.CLOSED, {}, at
        row.save(update_fields=["state", "data", "touched_at"])
    for file in files:
        discard(file)


def close_expired(*, at: datetime) -> int:
    """Close every open draft past its time; gives how many."""
    expired = list(Draft.objects.filter(state=Draft.State.OPEN, closes_at__lte=at)[:500])
    for draft in expired:
        close_draft(draft, at=at)
    return len(expired)


def erase_old(*, at: datetime) -> int:
    """Delete rows of drafts closed or filed long ago; gives how many."""
    limit = at - timedelta(days=settings.DRAFT_ERASE_DAYS)
    old = Draft.objects.exclude(state=Draft.State.OPEN).filter(touched_at__lt=limit)
    return old.delete()[1].get("dossier_forms.Draft", 0)
