"""The drafts of a person in their own space: each with its procedure, its commune, when it was saved and when it closes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.accounts.space import Section
from portal.kernel.now import now
from procedures.models import ProcedurePage

from .holders import drafts_of

_MOST = 50


def content(request: HttpRequest) -> dict[str, Any]:
    """Open drafts, newest first, with the address where each goes on. Two queries, whatever their number."""
    drafts = list(drafts_of(request, at=now())[:_MOST])
    if not drafts:
        return {}
    pages = ProcedurePage.objects.live().filter(
        key__in={draft.key_id for draft in drafts},
        commune__in={draft.commune_id for draft in drafts},
        locale__language_code=get_language(),
    )
    by_place = {(page.key_id, page.commune_id): page for page in pages}
    rows = []
    for draft in drafts:
        page = by_place.get((draft.key_id, draft.commune_id))
        address = page.attached_url("apply", "start", request) if page else ""
        rows.append({"draft": draft, "title": draft.version.snapshot.prose.title, "address": address})
    return {"drafts": rows}


SECTION = Section(code="drafts", order=20, template="forms/space.html", content=content)
