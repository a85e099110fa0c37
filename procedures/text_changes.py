"""Which words of a procedure changed between two versions, language by language, and which lost their translation. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from portal.context import current_language

from .assembly import texts_of
from .condition_words import quoted
from .models.procedure import Procedure
from .models.rows import DocumentRow, FeeRow, LegalBasisRow, StageRow
from .rule_words import Said
from .snapshot import LANGUAGES, Snapshot

_MODELS = {"circuit": StageRow, "documents": DocumentRow, "fees": FeeRow, "legal_bases": LegalBasisRow}
# Longer words are shown by their beginning: a list of changes is not read for its prose.
_SHOWN = 120


def text_changes(old: Snapshot, new: Snapshot) -> Iterator[tuple[str, str, str, str]]:
    """Place, sentence, words before and after, of each text of both versions that differs in one language."""
    said = Said(new, current_language())
    before, after = texts_of(old), texts_of(new)
    names = {"ar": _("in Arabic"), "fr": _("in French"), "zgh": _("in Amazigh")}
    for address in [address for address in after if address in before]:
        for language in LANGUAGES:
            mine, other = (_shown(getattr(texts[address], language)) for texts in (before, after))
            if getattr(before[address], language) == getattr(after[address], language):
                continue
            values = {"what": place_words(address, said), "language": names[language], "before": mine, "after": other}
            yield f"{address}/{language}", _sentence(mine, other) % values, mine, other


def _sentence(before: str, after: str) -> str:
    if not before:
        return _("%(what)s, words added %(language)s: %(after)s")
    if not after:
        return _("%(what)s, words missing %(language)s, which were: %(before)s")
    return _("%(what)s, %(language)s: %(before)s → %(after)s")


def _shown(words: str | None) -> str:
    if not words:
        return ""
    # A tag ends a word: two paragraphs are not one.
    plain = " ".join(strip_tags(words.replace("<", " <")).split())
    return quoted(str(Truncator(plain).chars(_SHOWN)))


def place_words(address: str, said: Said) -> str:
    """Where a text stands (`documents/request/label`), as an editor names it: `Document “Plan”, label`."""
    kind, name, *rest = address.split("/")
    if kind == "prose":
        return capfirst(str(Procedure._meta.get_field(name).verbose_name))
    snapshot = said.snapshot
    if kind == "steps":
        step = next((step for step in snapshot.steps if step.key == name), None)
        what = _("Step %(name)s") % {"name": quoted(said.text(step.title) if step else name)}
        columns = {"title": _("title"), "intro": _("introduction")}
        return _column(what, columns.get(rest[0], rest[0]))
    if kind == "questions":
        what = _("Question %(name)s") % {"name": quoted(_label_of_question(name, said))}
        columns = {"label": _("words of the question"), "help": _("help"), "options": _("choice")}
        return _column(what, columns.get(rest[0], rest[0]))
    model = _MODELS[kind]
    row = next((row for row in getattr(snapshot, kind) if row.code == name), None)
    what = f"{capfirst(str(model._meta.verbose_name))} {quoted(said.row(row) if row else name)}"
    return _column(what, str(model._meta.get_field(rest[0]).verbose_name)) if rest else what


def _column(what: str, column: str) -> str:
    return _("%(what)s, %(column)s") % {"what": what, "column": column}


def _label_of_question(key: str, said: Said) -> str:
    try:
        return said.text(said.snapshot.question(key).label) or key
    except KeyError:
        return key
