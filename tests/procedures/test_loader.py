"""Loading the catalogue: through translation itself, again without effect, never over a person's change."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail_localize.models import StringTranslation

from portal.accounts.models import User
from procedures import catalogue_file
from procedures.catalogue_loader import TOOL
from procedures.models import Procedure, ProcedureVersion, VersionPeriod

pytestmark = pytest.mark.django_db


def test_a_file_becomes_one_version_that_says_what_the_file_says(catalogue):
    report = catalogue.load()
    assert report.created
    (version,) = ProcedureVersion.objects.all()
    assert version.snapshot == catalogue_file.read(catalogue.path).snapshot
    (period,) = VersionPeriod.objects.all()
    assert (period.since, period.until) == (date(2023, 7, 13), None)


def test_translations_carry_the_name_of_the_tool_and_no_person(loaded):
    rows = StringTranslation.objects.all()
    assert rows.exists()
    assert {(row.tool_name, row.last_translated_by_id) for row in rows} == {(TOOL, None)}


def test_the_rows_of_all_languages_are_live(loaded):
    assert {row.locale.language_code for row in Procedure.objects.filter(live=True)} == {"ar", "fr", "zgh"}


def test_loading_again_changes_nothing(loaded):
    revisions = {row.pk: row.latest_revision_id for row in Procedure.objects.all()}
    assert loaded.load().did_nothing
    assert {row.pk: row.latest_revision_id for row in Procedure.objects.all()} == revisions
    assert ProcedureVersion.objects.count() == 1


def test_a_change_of_the_file_makes_one_version_and_keeps_the_identity_of_rows(loaded):
    before = {row.code: row.translation_key for row in loaded.row("fr").documents.all()}

    def change(plain):
        plain["terms"][0]["amount"] = 12
        plain["documents"][0]["label"] = {"fr": "Demande écrite", "ar": "طلب كتابي"}

    loaded.edit(change)
    report = loaded.load()
    # A term has no code of its own: its condition names it, and this one has none.
    assert set(report.changed) == {"terms//amount", "documents/request/label"}
    assert ProcedureVersion.objects.count() == 2
    snapshot = ProcedureVersion.objects.order_by("-number").first().snapshot
    assert snapshot.terms[0].amount == 12
    assert snapshot.document("request").label.ar == "طلب كتابي"
    assert {row.code: row.translation_key for row in loaded.row("fr").documents.all()} == before
    assert [row.amount for row in loaded.row("ar").terms.all()] == [12]


def test_an_editors_law_and_words_stay_and_are_reported(loaded, publish):
    row = loaded.row("fr")
    row.summary = "Résumé de la rédaction."
    document = row.documents.get(code="request")
    document.max_files = 7
    row.documents = [document, *row.documents.exclude(code="request")]
    publish(row)

    def change(plain):
        plain["prose"]["summary"]["fr"] = "Résumé du fichier."
        plain["prose"]["who"] = {"fr": "Tout occupant.", "ar": "كل شاغل."}

    loaded.edit(change)
    report = loaded.load()
    row = loaded.row("fr")
    assert row.summary == "Résumé de la rédaction."
    assert row.documents.get(code="request").max_files == 7
    assert row.who == "Tout occupant."
    assert report.kept == ["prose/summary"]
    assert report.changed == ["prose/who"]


def test_a_translators_sentence_stays_and_is_reported(loaded):
    translator = User.objects.create(email="translator@example.org")
    row = StringTranslation.objects.get(data="طلب", locale__language_code="ar")
    row.data, row.last_translated_by, row.tool_name = "طلب المترجم", translator, ""
    row.save()
    loaded.edit(lambda plain: plain["documents"][0]["label"].update(ar="طلب الملف"))
    report = loaded.load()
    row.refresh_from_db()
    assert row.data == "طلب المترجم"
    assert [kept for kept in report.kept if kept.startswith("ar: documents.")]


def test_a_draft_of_an_editor_is_left_alone(loaded):
    row = loaded.row("fr")
    row.summary = "Brouillon"
    row.save_revision()
    loaded.edit(lambda plain: plain["terms"][0].update(amount=12))
    report = loaded.load()
    assert report.left_alone == "draft"
    assert loaded.row("fr").has_unpublished_changes
    assert ProcedureVersion.objects.count() == 1


def test_a_missing_translation_is_left_missing(loaded):
    snapshot = ProcedureVersion.objects.get().snapshot
    assert snapshot.prose.title.zgh == "ⵜⵓⵔⴰⴳⵜ"
    assert snapshot.prose.summary.zgh is None
    assert snapshot.prose.explanation.zgh is None


def test_a_procedure_whose_arabic_is_incomplete_does_not_come_into_force(catalogue):
    catalogue.edit(lambda plain: plain["documents"][0]["label"].pop("ar"))
    catalogue.load()
    assert not ProcedureVersion.objects.exists()
    (finding,) = catalogue.key.freeze_attempt.findings
    assert finding["code"] == "untranslated_ar"
    assert "documents/request/label" in finding["sentence"]
