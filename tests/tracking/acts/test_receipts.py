"""The receipt in its forms (law 55-19; RGC 30, 33, 37): what it certifies, what it lists, and that it never changes."""

import io
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest

from portal.territory.models import DecreedDay
from tests.factories import MONDAY, filed_dossier, make_pieces, without_account
from tests.portal.kernel.paper.rendering import has_words, opened, text_of
from tests.tracking.catalogue import ANSWERS, DAY, MAIN, SNAPSHOTS, file_in
from tracking.actions.add_piece import add_piece
from tracking.actions.complete_dossier import complete_dossier
from tracking.actions.request_pieces import AskedPiece, request_pieces
from tracking.acts.receipt import standing_receipt
from tracking.lifecycle.apply import recompute_due
from tracking.models import Dossier
from tracking.renderers import render, render_receipt


def test_a_complete_file_has_a_receipt_with_its_last_day_and_what_silence_means(town):
    dossier = file_in(town, "U6")
    text = text_of(render_receipt(dossier))
    assert dossier.reference in text
    assert has_words(text, "وصل إيداع طلب")
    assert has_words(text, "تتوصلون بالجواب في أجل أقصاه 19 أكتوبر 2026")
    assert "Récépissé de dépôt" in text
    assert "Vous aurez la réponse au plus tard le 19 octobre 2026" in text
    assert "le silence vaut accord" in text
    assert f"/d/{dossier.reference}/" in text


def test_a_receipt_is_written_in_three_scripts(town):
    data = render_receipt(file_in(town, "U6"))
    # Poppler turns Tifinagh round on a page that is mostly Arabic.
    text = " ".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
    assert "ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ" in text
    assert "ⴰⵙⵓⵜⵔ" in text
    assert has_words(text_of(data), "المملكة المغربية")
    assert "Royaume du Maroc" in text_of(data)


def test_an_incomplete_file_has_a_receipt_that_lists_what_is_missing_and_gives_no_last_day(town):
    text = text_of(render_receipt(file_in(town, "U1", given=("identity_copy",))))
    assert has_words(text, "ملفكم غير مكتمل. عدد الوثائق الأساسية الناقصة: 4")
    assert has_words(text, "يبدأ أجل الجواب يوم التوصل بآخر وثيقة أساسية ناقصة")
    assert "Plan de situation" in text
    assert "Aucun délai n'a commencé" in text
    assert "avant le 4 novembre 2026" in text
    assert "Réponse au plus tard" not in text
    assert "octobre 2026" in text  # the day of filing, and no other
    assert "20 octobre" not in text


def test_completing_a_file_makes_a_new_receipt(town):
    dossier = file_in(town, "U6", given=("identity_copy",))
    first = render_receipt(dossier)
    complete_dossier(
        dossier=dossier, pieces=make_pieces("right_on_place"), actor=dossier.applicant, at=MONDAY + 2 * DAY
    )
    second = render_receipt(dossier)
    assert first != second
    text = text_of(second)
    assert "Dossier complet le" in text
    assert "7 octobre 2026" in text
    assert "au plus tard le 21 octobre 2026" in text


def test_a_contested_document_makes_the_receipt_incomplete_again(town):
    dossier = file_in(town, "U6")
    asked = [AskedPiece("identity_copy", "unreadable", "صورة غير واضحة")]
    request_pieces(dossier=dossier, pieces=asked, actor=town.clerk, at=MONDAY + timedelta(hours=2))
    assert has_words(text_of(render_receipt(dossier)), "ملفكم غير مكتمل")
    assert [document.code for document, _day in standing_receipt(dossier).given] == ["right_on_place", "photos"]


def test_a_declaration_has_a_receipt_that_anyone_verifies_and_that_waits_for_nothing(town):
    dossier = file_in(town, "E1")
    act = dossier.acts.get()
    data = render_receipt(dossier)
    text = text_of(data)
    assert f"/v/{act.code}/" in text.replace(" ", "")
    assert has_words(text, "ليس عليكم انتظار أي جواب")
    assert "Il n'autorise pas un changement de l'usage de la construction" in text
    assert "Réponse au plus tard" not in text
    assert render(act) == data


def test_a_request_without_term_says_so(town):
    dossier = filed_dossier(
        town, replace(SNAPSHOTS["D1"], code="D9", terms=()), given=MAIN["D1"], answers=ANSWERS["D1"]
    )
    text = text_of(render_receipt(dossier))
    assert has_words(text, "لا يحدد أي نص أجلا")
    assert "Aucun texte ne fixe de délai" in text


@pytest.mark.parametrize(("code", "given"), [("U6", None), ("U1", ("identity_copy",)), ("D1", None), ("E1", None)])
def test_a_receipt_is_the_same_byte_for_byte_each_time(town, code, given):
    dossier = file_in(town, code, given=given)
    assert render_receipt(dossier) == render_receipt(Dossier.objects.get(pk=dossier.pk))


def test_a_last_day_that_moves_does_not_move_the_receipt(town):
    dossier = file_in(town, "U6")
    before = render_receipt(dossier)
    day = MONDAY.date() + timedelta(days=4)
    DecreedDay.objects.create(day=day, kind="off", reason_fr="e", reason_ar="e", source="e", recorded_at=MONDAY)
    assert recompute_due(dossier, at=MONDAY + DAY)
    dossier.refresh_from_db()
    assert dossier.due_on.isoformat() == "2026-10-20"
    assert render_receipt(dossier) == before


def test_a_later_document_is_not_in_an_earlier_receipt(town):
    dossier = file_in(town, "U6", given=MAIN["U6"][:2])
    before = render_receipt(dossier)
    (piece,) = make_pieces("photos")
    add_piece(dossier=dossier, piece=piece, actor=dossier.applicant, at=MONDAY + DAY)
    assert render_receipt(dossier) == before


def test_a_receipt_never_fails_for_a_character(town):
    dossier = file_in(town, "U6", answers={**ANSWERS["U6"], "description": "Toit 🏠"})
    assert "[U+1F3E0]" in text_of(render_receipt(dossier))


def test_who_has_no_account_has_the_same_receipt(town):
    dossier = file_in(town, "U6", applicant=without_account())
    assert dossier.reference in text_of(render_receipt(dossier))


def test_a_demonstration_says_so_on_every_page(town, settings):
    settings.DEMO = True
    with opened(render_receipt(file_in(town, "U6"))) as document:
        pages = len(document.pages)
    assert text_of(render_receipt(file_in(town, "U6"))).count("sans valeur légale") == pages
    settings.DEMO = False
    assert "sans valeur légale" not in text_of(render_receipt(file_in(town, "U6")))


@pytest.mark.parametrize(("code", "given"), [("U6", None), ("U1", None), ("U1", ("identity_copy",)), ("D1", None)])
def test_the_code_of_a_receipt_never_stands_on_a_page_alone(town, code, given):
    with opened(render_receipt(file_in(town, code, given=given))) as document:
        coded = [number for number, page in enumerate(document.pages, start=1) if "/Annots" in page]
    assert len(coded) == 1
    only = text_of(render_receipt(file_in(town, code, given=given)), "-f", str(coded[0]), "-l", str(coded[0]))
    assert has_words(only, "الوثائق التي توصلنا بها")


@pytest.mark.parametrize("code", ["U6", "U1", "E1"])
def test_an_ordinary_receipt_is_one_page_in_each_language(town, code):
    with opened(render_receipt(file_in(town, code))) as document:
        assert len(document.pages) == 2


def test_documents_of_one_day_tell_it_once_and_those_of_several_each_its_own(town):
    dossier = file_in(town, "U6", given=("identity_copy",))
    assert has_words(text_of(render_receipt(dossier)), "الوثائق التي توصلنا بها بتاريخ 5 أكتوبر 2026")
    complete_dossier(
        dossier=dossier, pieces=make_pieces("right_on_place"), actor=dossier.applicant, at=MONDAY + 2 * DAY
    )
    text = text_of(render_receipt(dossier))
    assert "Documents reçus le" not in text
    assert "(principal, 5 octobre 2026)" in text
    assert "(principal, 7 octobre 2026)" in text


def test_the_french_page_tells_where_to_follow_too(town):
    dossier = file_in(town, "U6")
    assert f"/d/{dossier.reference}/" in text_of(render_receipt(dossier), "-f", "2")
