"""What is copied from a document, or searched in it, is what was written."""

from __future__ import annotations

import io
import unicodedata

import pypdf
import pytest

from portal.kernel.paper import isolate

from .rendering import has_words, new_paper, opened, text_of

ARABIC = [
    "إن رئيس مجلس جماعة تنغير، بناء على القانون رقم 12.90 المتعلق بالتعمير (المادة 40 وما يليها)،",
    "يرخص لصاحبة المشروع ببناء طابق أرضي وطابقين علويين فوق القطعة الأرضية المشار إليها أعلاه؛",
    "لا تسلم الرخصة إلا بعد أداء الرسوم. غشت، شتنبر، الأشغال، الشيء، المؤهل، الإلكتروني.",
]
FRENCH = "Le président du conseil, vu la loi n° 12-90 relative à l'urbanisme : œuvre, façade, reçu, île, forêt, où."
AMAZIGH = "ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ ⵜⵓⵔⴰⴳⵜ ⵏ ⵜⵓⵙⴽⴰ ⴰⴳⵯⴷⴰⵍ"


@pytest.mark.parametrize("text", ARABIC)
@pytest.mark.parametrize("voice", ["paragraph", "emphasis", "title"])
def test_arabic_is_found_word_for_word(text, voice):
    paper = new_paper()
    if voice == "title":
        paper.heading(text)
    else:
        paper.paragraph(text, voice=voice)
    assert has_words(text_of(paper.pdf()), text)


def test_vowelled_words_are_found_whole_and_told_with_their_vowels():
    text = "بناءً على طلبٍ مقدّمٍ، طبقاً للقانون، بِسْمِ اللَّهِ الرَّحْمَنِ"
    paper = new_paper()
    paper.paragraph(text)
    data = paper.pdf()
    assert has_words(text_of(data), "بناء على طلب مقدم، طبقا للقانون، بسم الله الرحمن")
    with opened(data) as document:
        (paragraph,) = document.Root.StructTreeRoot.K[0].K
        assert str(paragraph.ActualText) == unicodedata.normalize("NFC", text)


def test_french_is_found_word_for_word():
    paper = new_paper(lang="fr")
    paper.paragraph(FRENCH)
    paper.paragraph(FRENCH, voice="emphasis")
    assert text_of(paper.pdf()).count(FRENCH) == 2


def test_tifinagh_is_found_word_for_word():
    paper = new_paper(lang="zgh")
    paper.paragraph(AMAZIGH)
    assert AMAZIGH in text_of(paper.pdf())


def test_tifinagh_beside_arabic_is_stored_in_its_own_order():
    # Not by poppler: on a page that is mostly Arabic it turns Tifinagh round, not knowing the script's direction.
    paper = new_paper()
    paper.letterhead(ar=["المملكة المغربية"], zgh=[AMAZIGH])
    paper.paragraph(ARABIC[0])
    found = pypdf.PdfReader(io.BytesIO(paper.pdf())).pages[0].extract_text()
    assert AMAZIGH in " ".join(found.split())


@pytest.mark.parametrize("value", ["085770111-U1-2026-000123-K7", "+212 6 12 34 56 78", "PB 123456", "12/03/2026"])
def test_what_is_isolated_in_arabic_is_copied_as_it_was_given(value):
    paper = new_paper()
    paper.paragraph(f"تحت رقم {isolate(value)} المودع")
    paper.facts([("الرقم", value)])
    assert text_of(paper.pdf()).replace("\u00a0", " ").count(value) == 2


def test_two_letters_of_one_shape_are_copied_as_two():
    # In Plex the final yeh of a ligature and the alef maksura share parts; names must keep them apart.
    paper = new_paper()
    paper.facts([("أ", "على علي"), ("ب", "مصطفى مصطفي"), ("ج", "الرباط لا لأ لإ لآ")])
    found = text_of(paper.pdf())
    assert "على علي" in found
    assert "مصطفى مصطفي" in found
    assert "الرباط لا لأ لإ لآ" in found
