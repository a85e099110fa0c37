"""The rules of law that no text read by us says outright, so that a lawyer can work through them: where, what, from where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.context import current_language

from . import words
from .condition_words import labelled, listed
from .models import Procedure, ProcedureVersion
from .models.choices import Confidence
from .models.rows import DocumentRow, FeeRow, LegalBasisRow, StageRow, TermRow
from .previews import draft_snapshot
from .rule_words import Said
from .snapshot import Snapshot, Sourced

_ROWS: Final = (
    ("circuit", StageRow, ("holder", "amount", "bodies")),
    ("documents", DocumentRow, ("nature", "asked_if")),
    ("fees", FeeRow, ("base", "floor", "ceiling", "exempt_if")),
    ("legal_bases", LegalBasisRow, ("articles",)),
)
UNCERTAIN: Final = (Confidence.LOW, Confidence.MEDIUM)


@dataclass(frozen=True, slots=True)
class UncertainRule:
    """One rule. `code`: the procedure's; `place`: where it stands (`documents/request`); `words`: the rule as readers see it."""

    code: str
    place: str
    words: str
    source: str
    confidence: str
    confidence_words: str


def snapshots_to_review(*, code: str = "") -> list[Snapshot]:
    """The last version of every procedure by code; of one that was never frozen, the text as it stands.

    Two queries, and some for each procedure that was never frozen.
    """
    latest = ProcedureVersion.objects.annotate(last=Max("key__versions__number")).filter(number=F("last"))
    sources = Procedure.objects.filter(key__versions=None, locale_id=F("key__source_locale_id"))
    if code:
        latest, sources = latest.filter(key__code=code), sources.filter(key__code=code)
    found = [version.snapshot for version in latest]
    found += [draft_snapshot(row.get_latest_revision_as_object()) for row in sources.select_related("key", "locale")]
    return sorted(found, key=lambda snapshot: snapshot.code)


def uncertain_rules(snapshot: Snapshot, *, confidence: str = "") -> Iterator[UncertainRule]:
    """The rules of `snapshot` that are not of high confidence, or of `confidence` alone, in the active language."""
    wanted = (confidence,) if confidence else UNCERTAIN
    for place, sentence, origin in _rules(snapshot):
        if origin.confidence in wanted:
            label = str(Confidence(origin.confidence).label)
            yield UncertainRule(snapshot.code, place, sentence, origin.source, origin.confidence, label)


def _rules(snapshot: Snapshot) -> Iterator[tuple[str, str, Sourced]]:
    said = Said(snapshot, current_language())
    for number, term in enumerate(snapshot.terms):
        sentence = _("Term of %(term)s") % {"term": words.term_words(term)}
        yield f"terms/{number}", _with(sentence, _values(said, TermRow, term, ("when",))), term.origin
    silence = _("Silence grants the request.") if snapshot.silence.grants else _("Silence grants nothing.")
    yield "silence", silence, snapshot.silence.origin
    if snapshot.validity is not None:
        lived = labelled(_("Validity of the act"), words.validity_words(snapshot.validity))
        yield "validity", lived, snapshot.validity.origin
    if snapshot.takes_files and not snapshot.documents_confirmed:
        sentence = _("The list of documents is confirmed by no text that was read.")
        yield "documents", sentence, Sourced("", Confidence.LOW)
    for relation, model, columns in _ROWS:
        for row in getattr(snapshot, relation):
            name = labelled(capfirst(str(model._meta.verbose_name)), said.row(row))
            yield f"{relation}/{row.code}", _with(name, _values(said, model, row, columns)), row.origin


def _with(sentence: str, values: str) -> str:
    return f"{sentence} ({values})" if values else sentence


def _values(said: Said, model: Any, row: Any, columns: tuple[str, ...]) -> str:
    """The columns that say something, in words."""
    shown = []
    for column in columns:
        value = getattr(row, column)
        if value in ("", (), 0, None):
            continue
        if column == "amount":
            shown.append(words.duration(row.amount, row.unit))
            continue
        label = model._meta.get_field(column).verbose_name
        shown.append(labelled(label, said.value(model, column, value)))
    return listed(shown)
