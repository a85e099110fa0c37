"""The round trip of a translator's file: out, edited, in; and files that change nothing but say why."""

from __future__ import annotations

from datetime import timedelta

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from wagtail_localize.models import StringTranslation, Translation

from portal.accounts.models import User
from portal.kernel.errors import Invalid
from portal.kernel.now import now
from procedures.po_files import MOST_BYTES, import_file
from procedures.previews import draft_snapshot

pytestmark = pytest.mark.django_db


def translation(loaded, language: str = "zgh") -> Translation:
    row = loaded.row("fr")
    return Translation.objects.get(source__object_id=row.translation_key, target_locale__language_code=language)


def edited(po: polib.POFile, **words: str) -> bytes:
    """The file with other translations, by the path of its text."""
    for entry in po:
        if entry.msgctxt in words:
            entry.msgstr = words[entry.msgctxt]
    return str(po).encode()


def units(loaded, language: str = "zgh") -> dict[tuple[str, str], str]:
    rows = StringTranslation.objects.filter(locale__language_code=language).select_related("context", "translation_of")
    return {(row.context.path, row.translation_of.data): row.data for row in rows}


def test_a_file_goes_out_is_edited_and_comes_back(loaded):
    known = translation(loaded)
    report = import_file(known, edited(known.export_po(), summary="ⵜⵉⵡⵓⵔⵉⵡⵉⵏ"), user=None)
    assert (report.taken, report.newer, report.unknown) == (1, 0, 0)
    assert report.unfinished > 0
    assert draft_snapshot(loaded.row("fr")).prose.summary.zgh == "ⵜⵉⵡⵓⵔⵉⵡⵉⵏ"


def test_the_same_file_again_changes_nothing(loaded):
    known = translation(loaded, "ar")
    before = units(loaded, "ar")
    assert import_file(known, str(known.export_po()).encode(), user=None).taken == 0
    assert units(loaded, "ar") == before


def test_a_sentence_translated_here_since_the_download_stays(loaded):
    known = translation(loaded, "ar")
    file = edited(known.export_po(), summary="من الملف")
    StringTranslation.objects.filter(context__path="summary", locale__language_code="ar").update(
        data="من البوابة", updated_at=now() + timedelta(minutes=5)
    )
    report = import_file(known, file, user=None)
    assert (report.taken, report.newer) == (0, 1)
    assert ("summary", "Petits travaux.") in units(loaded, "ar")
    assert units(loaded, "ar")["summary", "Petits travaux."] == "من البوابة"


def test_a_translation_to_be_checked_is_left(loaded):
    known = translation(loaded)
    po = known.export_po()
    for entry in po:
        if entry.msgctxt == "summary":
            entry.msgstr, entry.flags = "ⴽⵔⴰ", ["fuzzy"]
    assert import_file(known, str(po).encode(), user=None).taken == 0


def _po_of(loaded, **words: str) -> bytes:
    return edited(translation(loaded, "ar").export_po(), **words)


BROKEN = {
    "not UTF-8": (lambda loaded: _po_of(loaded).decode().encode("cp1256", errors="replace"), "UTF-8"),
    "too large": (lambda loaded: b"#" * (MOST_BYTES + 1), "2 Mo"),
    "no PO": (lambda loaded: b"bonjour", "pas un fichier PO"),
    "empty": (lambda loaded: b"", "pas un fichier PO"),
    "null": (lambda loaded: _po_of(loaded) + b"\x00", "pas un fichier PO"),
    "cut off": (lambda loaded: _po_of(loaded) + b'\nmsgid "x"\nmsgstr "y\nz', "illisible"),
    "no header": (lambda loaded: b'msgid "a"\nmsgstr "b"\n', "n'a pas été téléchargé d'ici"),
    "header that is no number": (
        lambda loaded: _po_of(loaded).replace(str(translation(loaded, "ar").uuid).encode(), b"x"),
        "un autre texte",
    ),
    "another language": (lambda loaded: str(translation(loaded, "zgh").export_po()).encode(), "« zgh »"),
    "script": (lambda loaded: _po_of(loaded, summary="كلمة<script>x()</script>"), "HTML qui n'est pas permis"),
    "marker": (lambda loaded: _po_of(loaded, summary="كلمة %(name)s"), "les marques de la source"),
    "link": (lambda loaded: _po_of(loaded, summary='<a id="a9">هنا</a>'), "les liens de la source"),
}


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_a_broken_file_is_refused_with_a_sentence_and_nothing_of_it_is_taken(loaded, kind):
    make, sentence = BROKEN[kind]
    before = units(loaded, "ar")
    with override("fr"), pytest.raises(Invalid) as refusal:
        import_file(translation(loaded, "ar"), make(loaded), user=None)
    assert sentence in str(refusal.value.sentence)
    assert units(loaded, "ar") == before


def test_ten_megabytes_are_refused_at_the_door(cms, loaded):
    known = translation(loaded, "ar")
    address = reverse("wagtail_localize:upload_pofile", args=[known.pk])
    response = cms.post(
        address, {"file": SimpleUploadedFile("a.po", b"#" * (10 * 1024 * 1024)), "next": "/cms/"}, follow=True
    )
    assert "2 Mo" in response.content.decode()


def test_the_portals_view_answers_at_the_address_of_the_editor(cms, loaded):
    known = translation(loaded)
    address = reverse("wagtail_localize:upload_pofile", args=[known.pk])
    file = SimpleUploadedFile("a.po", edited(known.export_po(), summary="ⵜⵉⵡⵓⵔⵉⵡⵉⵏ"))
    page = cms.post(address, {"file": file, "next": "/cms/"}, follow=True).content.decode()
    assert "1 traduction a été reprise." in page
    row = StringTranslation.objects.get(data="ⵜⵉⵡⵓⵔⵉⵡⵉⵏ", context__path="summary")
    assert row.last_translated_by == User.objects.get(email="root@example.org")
    assert "Choisissez d&#x27;abord un fichier PO." in cms.post(address, follow=True).content.decode()
