"""From a publication to a version: once a change, never with a gap filled, never from a draft, never raising."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from portal.kernel.errors import Refused
from portal.kernel.now import at as at_moment
from procedures.models import Procedure, ProcedureVersion, VersionPeriod
from procedures.versions import differing_law, law_digest, sweep, try_freeze, version_in_force, withdraw

from .conftest import change_row

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def _last(key) -> ProcedureVersion:
    return key.versions.order_by("-number").first()


def _translate(row: Procedure, sentence: str, arabic: str) -> None:
    """Translate one sentence of the published source, as a translator does with a PO file."""
    source = TranslationSource.objects.get_for_instance(row)
    translation = Translation.objects.get(source=source, target_locale__language_code="ar")
    po = translation.export_po()
    po.find(sentence).msgstr = arabic
    translation.import_po(po)


def test_one_change_of_law_is_one_version_whatever_the_languages_published(loaded, publish):
    row = loaded.row("fr")
    change_row(row, "terms", amount=12)
    with at_moment(LATER):
        publish(row)
        for language in ("ar", "zgh"):
            publish(loaded.row(language))
        assert try_freeze(loaded.key, at=LATER) is None
    assert [version.number for version in loaded.key.versions.order_by("number")] == [1, 2]
    assert _last(loaded.key).snapshot.terms[0].amount == 12
    assert loaded.key.freeze_attempt.findings[0]["code"] == "unchanged"


def test_a_change_of_law_holds_at_once_though_the_translated_rows_lag(loaded, publish):
    row = loaded.row("fr")
    change_row(row, "terms", amount=12)
    publish(row)
    assert loaded.row("ar").terms.first().amount == 10
    assert _last(loaded.key).snapshot.terms[0].amount == 12


def test_a_changed_sentence_waits_for_its_arabic(loaded, publish):
    row = loaded.row("fr")
    row.summary = "Menus travaux."
    publish(row)
    assert loaded.key.versions.count() == 1
    assert loaded.key.freeze_attempt.findings[0]["code"] == "untranslated_ar"
    _translate(row, "Menus travaux.", "أشغال بسيطة.")
    assert try_freeze(loaded.key, at=LATER) is not None
    assert _last(loaded.key).snapshot.prose.summary.ar == "أشغال بسيطة."


def test_a_gap_stays_a_gap_though_the_translated_row_shows_french(loaded):
    assert loaded.row("zgh").summary == "Petits travaux."
    assert _last(loaded.key).snapshot.prose.summary.zgh is None
    sentence = _last(loaded.key).snapshot.prose.summary.read("zgh")
    assert (sentence.language, sentence.missing) == ("ar", True)


def test_a_text_of_which_one_paragraph_is_untranslated_is_missing_whole(loaded):
    StringTranslation.objects.filter(data="حالة", locale__language_code="ar").delete()
    assert try_freeze(loaded.key, at=LATER) is None
    (finding,) = loaded.key.freeze_attempt.findings
    assert "prose/explanation" in finding["sentence"]


def test_a_translation_in_error_counts_as_missing(loaded):
    StringTranslation.objects.filter(data="طلب").update(has_error=True)
    assert try_freeze(loaded.key, at=LATER) is None
    assert loaded.key.freeze_attempt.findings[0]["code"] == "untranslated_ar"


def test_a_draft_is_not_law(loaded):
    row = loaded.row("fr")
    change_row(row, "terms", amount=99)
    row.save_revision()
    assert try_freeze(loaded.key, at=LATER) is None
    assert version_in_force(loaded.key, on=LATER.date()).snapshot.terms[0].amount == 10


def test_the_law_of_a_translated_row_is_never_read(loaded):
    row = loaded.row("ar")
    Procedure.objects.filter(pk=row.pk).update(silence_grants=False)
    row.terms.all().delete()
    assert differing_law(Procedure.objects.get(pk=row.pk), loaded.row("fr")) == ("terms", "silence")
    assert try_freeze(loaded.key, at=LATER) is None
    assert {finding["code"] for finding in loaded.key.freeze_attempt.findings} <= {"unchanged", "law_differs"}
    assert _last(loaded.key).snapshot.silence.grants is True


def test_a_translation_that_says_another_law_is_refused(loaded):
    row = loaded.row("ar")
    row.silence_grants = False
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert "silence_grants" in refusal.value.message_dict


def test_what_blocks_is_recorded_and_nothing_is_raised(loaded, publish):
    row = loaded.row("fr")
    change_row(row, "documents", asked_if="nobody > 3")
    publish(row)
    assert loaded.key.versions.count() == 1
    blocking = [finding["code"] for finding in loaded.key.freeze_attempt.findings if finding["blocks"]]
    assert blocking == ["unknown_name"]


def test_an_unpublished_text_makes_no_version(loaded):
    loaded.row("fr").unpublish()
    assert try_freeze(loaded.key, at=LATER) is None
    assert loaded.key.freeze_attempt.findings[0]["code"] == "not_published"


def test_a_script_pasted_by_an_editor_is_not_frozen(loaded, publish):
    row = loaded.row("fr")
    row.warning = "<p>Attention<script>alert(1)</script></p>"
    publish(row)
    _translate(row, "Attention", "انتباه")
    _translate(row, "alert(1)", "تنبيه")
    version = try_freeze(loaded.key, at=LATER)
    assert (version.snapshot.prose.warning.fr, version.snapshot.prose.warning.ar) == (
        "<p>Attention</p>",
        "<p>انتباه</p>",
    )


def test_markup_typed_by_a_translator_is_an_error_and_no_version(loaded, publish):
    row = loaded.row("fr")
    row.warning = "<p>Attention</p>"
    publish(row)
    _translate(row, "Attention", '<img src="x" onerror="alert(1)">انتباه')
    assert try_freeze(loaded.key, at=LATER) is None


@pytest.mark.parametrize("change", [{"number": 9}, {"content": {}}])
def test_a_frozen_version_cannot_be_changed(loaded, change):
    version = _last(loaded.key)
    for name, value in change.items():
        setattr(version, name, value)
    with pytest.raises(Refused):
        version.save()
    with pytest.raises(Refused):
        version.delete()


def test_two_versions_of_one_law_share_its_digest(loaded):
    plain = _last(loaded.key).snapshot
    words = type(plain).from_json(
        {**plain.to_json(), "prose": {**plain.to_json()["prose"], "who": {"ar": "آخر", "fr": "Autre", "zgh": None}}}
    )
    law = type(plain).from_json({**plain.to_json(), "silence": {"grants": False, "origin": {}}})
    assert law_digest(words) == law_digest(plain)
    assert law_digest(law) != law_digest(plain)
    assert words.digest() != plain.digest()


def test_periods_follow_each_other_without_a_hole(loaded, publish):
    row = loaded.row("fr")
    change_row(row, "terms", amount=12)
    with at_moment(LATER):
        publish(row)
    first, second = VersionPeriod.objects.order_by("since")
    assert (first.since, first.until) == (date(2023, 7, 13), date(2026, 5, 3))
    assert (second.since, second.until) == (date(2026, 5, 4), None)
    assert version_in_force(loaded.key, on=date(2026, 5, 3)).number == 1
    assert version_in_force(loaded.key, on=date(2026, 5, 4)).number == 2
    assert version_in_force(loaded.key, on=date(2023, 7, 12)) is None


def test_a_law_written_for_a_later_day_begins_on_that_day(loaded, publish):
    row = loaded.row("fr")
    row.in_force_from = date(2026, 9, 1)
    change_row(row, "terms", amount=12)
    with at_moment(LATER):
        publish(row)
    assert version_in_force(loaded.key, on=date(2026, 8, 31)).number == 1
    assert version_in_force(loaded.key, on=date(2026, 9, 1)).number == 2


def test_two_changes_on_one_day_leave_the_last_in_force(loaded, publish):
    for amount in (12, 14):
        row = loaded.row("fr")
        change_row(row, "terms", amount=amount)
        with at_moment(LATER):
            publish(row)
    assert version_in_force(loaded.key, on=date(2026, 5, 4)).snapshot.terms[0].amount == 14
    assert version_in_force(loaded.key, on=date(2026, 5, 3)).snapshot.terms[0].amount == 10


def test_a_withdrawn_procedure_is_in_force_to_its_last_day(loaded):
    assert withdraw(loaded.key, after=date(2026, 6, 30), reason="Abrogé") == 1
    assert version_in_force(loaded.key, on=date(2026, 6, 30)) is not None
    assert version_in_force(loaded.key, on=date(2026, 7, 1)) is None


def test_a_withdrawn_procedure_does_not_come_back_with_a_version_that_was_to_begin_later(loaded):
    later = ProcedureVersion.objects.create(
        key=loaded.key, number=2, content=loaded.key.versions.get().content, digest="d", law_digest="l", frozen_at=LATER
    )
    VersionPeriod.objects.create(version=later, since=date(2026, 9, 1))
    withdraw(loaded.key, after=date(2026, 6, 30), reason="Abrogé")
    assert version_in_force(loaded.key, on=date(2026, 9, 2)) is None


def _publish_words(loaded, publish, *, at: datetime) -> ProcedureVersion | None:
    """A sentence changed in French and Arabic; the version it made."""
    row = loaded.row("fr")
    row.summary = "Menus travaux."
    with at_moment(at):
        publish(row)
        _translate(row, "Menus travaux.", "أشغال بسيطة.")
        return try_freeze(loaded.key, at=at)


def test_changed_words_do_not_bring_a_withdrawn_procedure_back(loaded, publish):
    withdraw(loaded.key, after=date(2026, 4, 30), reason="Abrogé")
    assert _publish_words(loaded, publish, at=LATER) is None
    assert loaded.key.freeze_attempt.findings == [
        {
            "code": "withdrawn",
            "sentence": "La procédure est retirée : un simple changement de rédaction ne la remet pas en vigueur.",
            "blocks": False,
        }
    ]
    assert version_in_force(loaded.key, on=date(2026, 5, 4)) is None
    assert version_in_force(loaded.key, on=date(2030, 1, 1)) is None


def test_changed_law_brings_a_withdrawn_procedure_back_with_the_words_changed_meanwhile(loaded, publish):
    withdraw(loaded.key, after=date(2026, 4, 30), reason="Abrogé")
    _publish_words(loaded, publish, at=LATER)
    row = loaded.row("fr")
    change_row(row, "terms", amount=12)
    with at_moment(LATER):
        publish(row)
    version = version_in_force(loaded.key, on=date(2030, 1, 1))
    assert (version.number, version.snapshot.terms[0].amount) == (2, 12)
    assert version.snapshot.prose.summary.fr == "Menus travaux."
    assert version_in_force(loaded.key, on=date(2026, 5, 3)) is None


def test_words_changed_before_the_last_day_hold_to_that_day(loaded, publish):
    withdraw(loaded.key, after=date(2026, 6, 30), reason="Abrogé")
    assert _publish_words(loaded, publish, at=LATER) is not None
    first, second = VersionPeriod.objects.order_by("since")
    assert first.until == date(2026, 5, 3)
    assert (second.since, second.until, second.reason) == (date(2026, 5, 4), date(2026, 6, 30), "Abrogé")
    assert version_in_force(loaded.key, on=date(2026, 7, 1)) is None


def test_words_of_a_law_that_never_began_do_not_put_it_in_force(loaded, publish):
    row = loaded.row("fr")
    row.in_force_from = date(2026, 9, 1)
    change_row(row, "terms", amount=12)
    with at_moment(LATER):
        publish(row)
    withdraw(loaded.key, after=date(2026, 6, 30), reason="Abrogé")
    row = loaded.row("fr")
    row.in_force_from = None
    row.save()
    assert _publish_words(loaded, publish, at=LATER) is None
    assert version_in_force(loaded.key, on=date(2026, 6, 30)).number == 1
    assert version_in_force(loaded.key, on=date(2026, 9, 2)) is None


def test_the_sweep_tries_again_what_was_published_after_the_last_attempt(loaded):
    row = loaded.row("fr")
    change_row(row, "terms", amount=12)
    # The process dies after the commit: nothing that waited for it runs.
    row.save_revision().publish()
    assert loaded.key.versions.count() == 1
    (version,) = sweep(at=datetime(2030, 1, 1, tzinfo=UTC))
    assert version.number == 2
    assert sweep(at=datetime(2030, 1, 1, tzinfo=UTC)) == []


def test_reading_the_version_in_force_is_one_query(loaded, django_assert_num_queries):
    key = loaded.key
    version_in_force(key, on=LATER.date()).snapshot  # noqa: B018 - read once a process
    with django_assert_num_queries(1):
        assert version_in_force(key, on=LATER.date()).snapshot.code == "T1"
