"""A draft whose version was replaced: what changes is shown, and the person chooses to move; answers that still fit stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procedures.conditions import Place
from procedures.models import ProcedureVersion
from procedures.snapshot import Snapshot, TermRule

from .builder import raw_answers, step_form
from .holders import locked
from .models import Draft


@dataclass(frozen=True, slots=True)
class Change:
    """One difference that matters to the person; `kind`: `added`, `removed` or `changed`."""

    kind: str
    words: str


def changes(old: Snapshot, new: Snapshot, language: str) -> list[Change]:
    """What is different between two versions for someone filling the form, in their language."""
    found: list[Change] = []
    before = {d.code: d for d in old.documents}
    after = {d.code: d for d in new.documents}
    found += [
        Change("added", _("A document is now asked: %(name)s.") % {"name": after[c].label.read(language).words})
        for c in after
        if c not in before
    ]
    found += [
        Change(
            "removed", _("A document is no longer asked: %(name)s.") % {"name": before[c].label.read(language).words}
        )
        for c in before
        if c not in after
    ]
    asked_before = {q.key: q for s in old.steps for q in s.questions}
    asked_after = {q.key: q for s in new.steps for q in s.questions}
    for key, question in asked_after.items():
        words = question.label.read(language).words
        if key not in asked_before:
            found.append(Change("added", _("A new question: %(name)s.") % {"name": words}))
        elif asked_before[key] != question:
            found.append(Change("changed", _("A question changed: %(name)s.") % {"name": words}))
    found += [
        Change("removed", _("A question is no longer asked: %(name)s.") % {"name": q.label.read(language).words})
        for key, q in asked_before.items()
        if key not in asked_after
    ]
    if old.terms != new.terms:
        found.append(Change("changed", _("The time for an answer changed: %(term)s.") % {"term": _terms(new.terms)}))
    if old.fees != new.fees:
        found.append(Change("changed", _("The fee rules changed.")))
    return found


def _terms(terms: tuple[TermRule, ...]) -> str:
    return ", ".join(term_words(term) for term in terms) or _("none is set")


def term_words(term: TermRule) -> str:
    """A term in words of the active language, for example "10 working days"."""
    words = {
        "working_days": ngettext("%(count)s working day", "%(count)s working days", term.amount),
        "calendar_days": ngettext("%(count)s day", "%(count)s days", term.amount),
        "months": ngettext("%(count)s month", "%(count)s months", term.amount),
    }
    return words[term.unit] % {"count": term.amount}


def move_draft(*, draft: Draft, version: ProcedureVersion, language: str, at: datetime) -> None:
    """Put the draft under `version`. Answers that its questions still accept are kept; the others' steps are asked again."""
    with transaction.atomic():
        row = locked(draft)
        place, answers = Place.of(row.commune), row.answers
        seen = {question.key for step in row.version.snapshot.steps for question in step.questions}
        data: dict[str, Any] = {"step": None, "step_data": {}, "step_files": {}, "extra_data": {}, "answers": {}}
        known: dict[str, Any] = {}
        for step in version.snapshot.steps:
            posted = raw_answers(step, answers, step.key)
            form = step_form(step, language=language, place=place)(
                data=MultiValueDict(posted), prefix=step.key, other_answers=known
            )
            valid = form.is_valid()
            data["step_data"][step.key] = posted
            # A new question is shown to the person even when it may stay empty.
            if form.asked and valid and seen.issuperset(question.key for question in form.asked):
                data["answers"][step.key] = form.answers
            known |= form.answers
        row.version, row.data, row.revision = version, data, row.revision + 1
        row.touch(at=at)
        row.save(update_fields=["version", "data", "revision", "touched_at", "closes_at"])
