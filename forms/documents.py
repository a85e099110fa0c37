"""What must be given, and what has been: the version's closed list against the draft's uploads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import DomainError, Invalid, NotFound, TooMany
from portal.kernel.files import discard, store
from portal.kernel.ratelimit import take
from procedures.conditions import Place
from procedures.law import documents_asked
from procedures.snapshot import DocumentRule, Snapshot
from procedures.uploads import check_kind, check_size, check_total

from .holders import locked
from .models import Draft, Upload

# In kilobytes: what the smallest file counts for, of what is sent without an account.
_LEAST_COUNTED: Final = 256


@dataclass(frozen=True, slots=True)
class Asked:
    """One document asked, with the files given for it so far."""

    rule: DocumentRule
    uploads: tuple[Upload, ...]

    @property
    def missing(self) -> bool:
        return not self.uploads

    @property
    def full(self) -> bool:
        return len(self.uploads) >= self.rule.max_files


def asked_of(draft: Draft, snapshot: Snapshot, answers: dict[str, Any], place: Place) -> list[Asked]:
    """Every document the answers ask for, main ones first as in the version, with its uploads."""
    given: dict[str, list[Upload]] = {}
    for upload in draft.uploads.select_related("file"):
        given.setdefault(upload.document_code, []).append(upload)
    return [Asked(rule, tuple(given.get(rule.code, ()))) for rule in documents_asked(snapshot, answers, place)]


def missing_main(asked: list[Asked]) -> list[Asked]:
    """Main documents without a file: without them the file is received but not admissible (RGC 33)."""
    return [document for document in asked if document.rule.nature == "main" and document.missing]


def add_upload(*, draft: Draft, rule: DocumentRule, file: IO[bytes], name: str, size: int, at: datetime) -> Upload:
    """Keep one file for one document. Raises `Invalid` with the sentence the person needs."""
    _check_room(draft, rule, size)
    stored = store(file, name=name, at=at)
    try:
        check_kind(rule, stored.content_type)
        with transaction.atomic():
            row = locked(draft)
            # Again, under the lock: two windows may have sent at once.
            _check_room(row, rule, size)
            row.touch(at=at)
            row.save(update_fields=["touched_at", "closes_at"])
            return Upload.objects.create(draft=row, document_code=rule.code, file=stored, name=stored.name, given_at=at)
    except DomainError:
        discard(stored)
        raise


def count_anonymous(address: str, *, size: int) -> None:
    """Count what a network address sends without an account. Raises `TooMany` beyond what an hour allows.

    A draft has its own limit, but nothing limits how many drafts a browser begins.
    """
    try:
        take(
            "anonymous-upload",
            address,
            limit=settings.UPLOAD_ANONYMOUS_MEGABYTES_AN_HOUR * 1024,
            seconds=3600,
            # In kilobytes, and never less than it costs to read one: a picture of a few may unfold to hundreds of megabytes.
            amount=max(size // 1024 + 1, _LEAST_COUNTED),
        )
    except TooMany as refusal:
        raise TooMany(
            _("You have sent many files in a short time. Wait an hour, then go on: what you gave is kept."),
            **refusal.data,
        ) from refusal


def _check_room(draft: Draft, rule: DocumentRule, size: int) -> None:
    """Refuse a file that is too large, or one too many, or too large with the others."""
    check_size(rule, size)
    if draft.uploads.filter(document_code=rule.code).count() >= rule.max_files:
        raise Invalid(
            _("You have given all the files this document may have. Remove one first."), code="too_many_files"
        )
    total = draft.uploads.aggregate(total=Sum("file__size"))["total"] or 0
    check_total(total + size, megabytes=settings.UPLOAD_MAX_TOTAL_MEGABYTES)


def remove_upload(*, draft: Draft, pk: Any) -> None:
    """Take one file back and erase it. Raises `NotFound` for a file of another draft."""
    with transaction.atomic():
        upload = locked(draft).uploads.select_related("file").filter(pk=pk).first()
        if upload is None:
            raise NotFound(_("This file is no longer in your draft."), code="upload_not_found")
        upload.delete()
    discard(upload.file)
