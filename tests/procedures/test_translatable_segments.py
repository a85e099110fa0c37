"""What translators are given: words only. A key or a condition handed to a translator comes back changed."""

from __future__ import annotations

import re

import pytest
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

pytestmark = pytest.mark.django_db

_UUID = r"[0-9a-f-]{36}"
WORDS = re.compile(
    rf"""^(?:
        title | summary | who | outcome | explanation | warning | appeal
      | explanation\.'.*' | warning\.'.*' | appeal\.'.*'           # the address of a link
      | circuit\.{_UUID}\.label
      | documents\.{_UUID}\.(?:label|help)
      | fees\.{_UUID}\.label
      | legal_bases\.{_UUID}\.title
      | form\.{_UUID}\.(?:title|intro)
      | form\.{_UUID}\.questions\.{_UUID}\.(?:label|help)
      | form\.{_UUID}\.questions\.{_UUID}\.options\.{_UUID}\.label
    )$""",
    re.VERBOSE,
)


def test_translators_are_given_words_and_nothing_else(loaded):
    paths = {segment.path for segment in extract_segments(loaded.row("fr"))}
    assert {path for path in paths if not WORDS.match(path)} == set()
    # The pattern would pass an empty list too.
    assert len(paths) > 12


def test_law_and_logic_come_back_from_translation_as_they_went(loaded):
    source, arabic = loaded.row("fr"), loaded.row("ar")
    for before, after in zip(source.form, arabic.form, strict=True):
        assert (before.id, before.value["key"]) == (after.id, after.value["key"])
        for question, translated in zip(before.value["questions"], after.value["questions"], strict=True):
            for name in ("key", "type", "asked_if", "required"):
                assert question[name] == translated[name]
            assert [option["value"] for option in question["options"]] == [
                option["value"] for option in translated["options"]
            ]
            assert [dict(limit) for limit in question["params"]] == [dict(limit) for limit in translated["params"]]
    for relation in ("terms", "circuit", "documents", "fees", "legal_bases"):
        assert getattr(source, relation).count() == getattr(arabic, relation).count()
    assert [row.asked_if for row in arabic.documents.all()] == ["", "area > 20"]
    assert arabic.act == source.act


def test_a_po_file_goes_out_and_comes_back(loaded):
    source = TranslationSource.objects.get_for_instance(loaded.row("fr"))
    translation = Translation.objects.get(source=source, target_locale__language_code="ar")
    po = translation.export_po()
    assert {entry.msgctxt for entry in po} >= {"title", "summary"}
    assert translation.import_po(po) == []


def test_a_po_file_with_a_link_nobody_wrote_is_not_taken(loaded):
    source = TranslationSource.objects.get_for_instance(loaded.row("fr"))
    translation = Translation.objects.get(source=source, target_locale__language_code="ar")
    po = translation.export_po()
    po.find("Petits travaux.").msgstr = '<a id="a9">أشغال</a>'
    translation.import_po(po)
    total, translated = translation.get_progress()
    assert translated == total - 1
