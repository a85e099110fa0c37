"""Files that an applicant sends on the page of a dossier: checked against the version's rule, kept, and handed to one action.

What the action did not keep (a refusal, the same form sent twice) is discarded: nothing lies in the store unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.context import current_language
from portal.kernel.errors import Invalid
from portal.kernel.files import discard, store
from portal.kernel.models import StoredFile
from procedures.snapshot import DocumentRule
from procedures.uploads import check_kind, check_size, check_total

from ..models import Piece
from ..service import FiledPiece

Errors = list[tuple[str, str]]
# Django's uploaded file: it reads like a binary file, and the type checker does not see that it is one.
Uploaded = Any


def field_of(code: str) -> str:
    """The name and id of the input of one document."""
    return f"piece-{code}"


def typed(request: HttpRequest, name: str, *, longest: int) -> str:
    """The text posted as `name`, cut to `longest` characters; empty where there is none.

    Raises `BadRequest` (400) for the null character: nobody types it, and no text column of PostgreSQL holds it.
    """
    text: str = request.POST.get(name, "")
    if "\0" in text:
        raise BadRequest(f"{name} holds the null character")
    return text[:longest]


def receive(
    request: HttpRequest, rules: Iterable[DocumentRule], *, at: datetime
) -> tuple[list[FiledPiece], list[tuple[str, str]]]:
    """The files sent for `rules`, kept; or no file and what is wrong, as (anchor, sentence)."""
    sent = [(rule, file) for rule in rules for file in request.FILES.getlist(field_of(rule.code))]
    errors = _sizes(sent)
    pieces: list[FiledPiece] = []
    if errors:
        return [], errors
    for rule, file in sent:
        try:
            pieces.append(_keep(rule, file, at=at))
        except Invalid as refusal:
            label = rule.label.read(current_language()).words
            sentence = _("%(document)s: %(error)s") % {"document": label, "error": refusal.sentence}
            errors.append((field_of(rule.code), sentence))
    if errors:
        discard_unused(pieces)
        return [], errors
    return pieces, []


def discard_unused(pieces: Sequence[FiledPiece]) -> None:
    """Remove the files that no piece of the register refers to."""
    used = set(Piece.objects.filter(file__in=[piece.file.pk for piece in pieces]).values_list("file_id", flat=True))
    for piece in pieces:
        if piece.file.pk not in used:
            discard(piece.file)


def _sizes(sent: Sequence[tuple[DocumentRule, Uploaded]]) -> Errors:
    errors: Errors = []
    counts: dict[str, int] = {}
    for rule, file in sent:
        counts[rule.code] = counts.get(rule.code, 0) + 1
        try:
            check_size(rule, file.size or 0)
        except Invalid as refusal:
            errors.append((field_of(rule.code), refusal.sentence))
            continue
        if counts[rule.code] == rule.max_files + 1:
            sentence = _("This document may have %(limit)s files at most.")
            errors.append((field_of(rule.code), sentence % {"limit": rule.max_files}))
    total = sum(file.size or 0 for _rule, file in sent)
    try:
        check_total(total, megabytes=settings.UPLOAD_MAX_TOTAL_MEGABYTES)
    except Invalid as refusal:
        errors.append((field_of(sent[0][0].code), refusal.sentence))
    return errors


def _keep(rule: DocumentRule, file: Uploaded, *, at: datetime) -> FiledPiece:
    stored: StoredFile = store(file, name=file.name or "", at=at)
    try:
        check_kind(rule, stored.content_type)
    except Invalid:
        discard(stored)
        raise
    return FiledPiece(document_code=rule.code, file=stored, name=stored.name)
