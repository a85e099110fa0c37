"""Bring catalogue files into the CMS the way an editor would: source row, translation source, PO import, publication.

Loading again changes only what the file changed: an editor's text, an editor's law and a translator's sentence stay and
are reported; a procedure with an unpublished draft is left alone. Nothing is written straight into a translated row,
since wagtail-localize would replace it with the source language at the next save.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import polib
from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import extract_strings

from . import merging
from .assembly import Slot, Translations, assemble, slots, texts_of
from .catalogue_file import CatalogueFile
from .models import LoadedCatalogue, Procedure, ProcedureKey
from .rows_from_plain import write_rows
from .snapshot import LANGUAGES, Snapshot

TOOL: Final = "Turagt catalogue"


@dataclass
class LoadReport:
    """What one file did. `changed`: places of law or words taken; `kept`: places left to an editor or a translator."""

    code: str
    created: bool = False
    left_alone: str = ""
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    translated: dict[str, int] = field(default_factory=dict)

    @property
    def did_nothing(self) -> bool:
        return not (self.created or self.changed or any(self.translated.values()))


@transaction.atomic
def load(file: CatalogueFile, *, at: datetime) -> LoadReport:
    """Load one file. Versions are made after the transaction ends, by the publications it caused.

    Raises `ValidationError` if a row refuses what the file says; then nothing of the file is loaded.
    """
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
    key = _key(file)
    report = LoadReport(file.snapshot.code)
    source = Procedure.objects.filter(key=key, locale_id=key.source_locale_id).first()
    if source is not None and (source.has_unpublished_changes or source.locked):
        report.left_alone = "draft" if source.has_unpublished_changes else "locked"
        return report
    source = _load_source(file, key, source, report)
    translation_source, _created = TranslationSource.update_or_create_from_instance(source)
    waiting = [
        translation
        for locale in Locale.objects.exclude(pk=key.source_locale_id).filter(language_code__in=LANGUAGES)
        if (translation := _load_translations(file, source, translation_source, locale, report)) is not None
    ]
    for translation in waiting:
        translation.save_target(publish=True)
    LoadedCatalogue.objects.update_or_create(key=key, defaults={"content": _plain_of_file(file), "loaded_at": at})
    return report


def _key(file: CatalogueFile) -> ProcedureKey:
    locale = Locale.objects.get(language_code=file.source_language)
    key, _created = ProcedureKey.objects.get_or_create(
        code=file.snapshot.code,
        defaults={"slug": file.slug, "family": file.snapshot.family, "source_locale": locale},
    )
    return key


def _plain(snapshot: Snapshot, in_force_from: Any, language: str) -> dict[str, Any]:
    """Law and words of one language as plain values: what the source row can hold."""
    plain = _words_only(snapshot.to_json(), language)
    plain["in_force_from"] = in_force_from.isoformat() if in_force_from else None
    for name in ("format", "code", "family"):
        plain.pop(name)
    return plain


def _words_only(plain: Any, language: str) -> Any:
    if isinstance(plain, dict):
        if plain.keys() == set(LANGUAGES):
            return plain[language] or ""
        return {name: _words_only(value, language) for name, value in plain.items()}
    if isinstance(plain, list):
        return [_words_only(value, language) for value in plain]
    return plain


def _plain_of_file(file: CatalogueFile) -> dict[str, Any]:
    return _plain(file.snapshot, file.in_force_from, file.source_language)


def _load_source(file: CatalogueFile, key: ProcedureKey, source: Procedure | None, report: LoadReport) -> Procedure:
    """Write and publish the source row if the file brings something new."""
    incoming = _plain_of_file(file)
    if source is None:
        report.created = True
        source = Procedure(key=key, locale_id=key.source_locale_id, live=False)
        write_rows(source, incoming)
        source.save()
    else:
        speechless = Translations(file.source_language, {})
        current = _plain(assemble(source, speechless), source.in_force_from, file.source_language)
        loaded = LoadedCatalogue.objects.filter(key=key).first()
        merged = merging.merge(base=loaded.content if loaded else {}, current=current, incoming=incoming)
        report.changed, report.kept = merged.taken, merged.kept
        if merged.value == current:
            return source
        write_rows(source, merged.value)
    source.save_revision(clean=True).publish()
    source.refresh_from_db()
    return source


def _load_translations(
    file: CatalogueFile,
    source: Procedure,
    translation_source: TranslationSource,
    locale: Locale,
    report: LoadReport,
) -> Translation | None:
    """Import the file's words in one language; the translation whose target must be saved, or `None` if none must."""
    translation, created = Translation.objects.get_or_create(source=translation_source, target_locale=locale)
    wanted = _units(file, source, locale.language_code)
    present = {
        (row.context.path, row.translation_of.data): row
        for row in StringTranslation.objects.filter(
            locale=locale, context__object_id=translation_source.object_id
        ).select_related("context", "translation_of")
    }
    po = polib.POFile()
    for unit, words in wanted.items():
        row = present.get(unit)
        if row is not None and (row.data == words and not row.has_error):
            continue
        if row is not None and row.last_translated_by_id is not None:
            report.kept.append(f"{locale.language_code}: {unit[0]}")
            continue
        po.append(polib.POEntry(msgctxt=unit[0], msgid=unit[1], msgstr=words))
    translation.import_po(po, translation_type="machine", tool_name=TOOL)
    report.translated[locale.language_code] = len(po)
    return translation if created or len(po) or report.created or report.changed else None


def _units(file: CatalogueFile, source: Procedure, language: str) -> dict[tuple[str, str], str]:
    """The file's translations into `language` by translation unit (path, source sentence).

    A text whose source words are the editor's has no translation in the file: the file translates its own words.
    """
    texts = texts_of(file.snapshot)
    units: dict[tuple[str, str], str] = {}
    for slot in slots(source):
        text = texts.get(slot.address)
        if text is None or not getattr(text, language):
            continue
        if (getattr(text, file.source_language) or "").strip() != slot.words.strip():
            continue
        units |= _paired(slot, getattr(text, language))
    return units


def _paired(slot: Slot, words: str) -> Mapping[tuple[str, str], str]:
    """The sentences of one text with their translations, in order; nothing when their numbers differ."""
    _template, pieces = slot.pieces()
    if not slot.rich:
        translated = [Slot(slot.address, slot.path, words).pieces()[1][0][0]]
    else:
        translated = [value for value, _attrs in extract_strings(words)[1]]
    if len(translated) != len(pieces):
        return {}
    return {(slot.path, value.data): other.data for (value, _attrs), other in zip(pieces, translated, strict=True)}
