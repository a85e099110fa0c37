"""Documents: what each page bears, where the seal goes, how tables turn the page, and what a listener is told."""

from __future__ import annotations

import re
import subprocess
from datetime import datetime

import pikepdf
import pytest
import segno

from portal.kernel.paper import Paper, QrCode, seal_picture
from portal.kernel.paper.words import DEMO_LINE

from .rendering import MOMENT, has_words, new_paper, opened, picture_of, text_of, words

LETTERHEAD = {
    "ar": ["المملكة المغربية", "وزارة الداخلية", "إقليم تنغير", "جماعة تنغير"],
    "zgh": ["ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ", "ⵜⴰⵎⴰⵡⴰⵙⵜ ⵏ ⵓⴳⵯⵏⵙⵓ"],
}
URL = "https://portal.example.ma/v/7H3K9QXW2M4T8N6P5R0D"
WHITE = 255


def permit(**options) -> Paper:
    paper = new_paper(**options)
    paper.letterhead(**LETTERHEAD)
    paper.heading("رخصة البناء", zgh="ⵜⵓⵔⴰⴳⵜ ⵏ ⵜⵓⵙⴽⴰ")
    paper.facts([("صاحب المشروع", "اسم تجريبي (NOM DE TEST)"), ("الهاتف", "+212 6 12 34 56 78")])
    paper.article(1, "يرخص ببناء طابق أرضي.")
    paper.signature_block(
        place="تنغير", date_text="12 مارس 2026", quality="رئيس المجلس", note="ملاحظة", qr=QrCode(URL, ("امسح الرمز.",))
    )
    return paper


def test_every_page_of_a_demonstration_says_so():
    paper = permit(demo=True)
    paper.page_break()
    paper.heading("Permis de construire", lang="fr")
    data = paper.pdf()
    for page in ("1", "2"):
        found = text_of(data, "-f", page, "-l", page)
        # Each half alone: on a page that is mostly French poppler exchanges what stands on the sides of a comma.
        assert has_words(found, "نموذج تجريبي")
        assert has_words(found, "بدون قيمة قانونية")
        assert "sans valeur légale" in found
    with opened(data) as document:
        for page in document.pages:
            assert b"/Mark Do" in page.Contents.read_bytes()


def test_a_real_document_says_nothing_of_a_demonstration():
    data = permit().pdf()
    assert "تجريبي،" not in text_of(data)
    assert DEMO_LINE.split("·")[1].strip() not in text_of(data)
    with opened(data) as document:
        assert set(document.pages[0].Resources.XObject.keys()) == {"/Band"}


def test_every_page_bears_the_reference_and_its_number():
    paper = permit(reference="085770111-U1-2026-000123-K7")
    paper.page_break()
    paper.paragraph("تتمة")
    data = paper.pdf()
    for page in (1, 2):
        found = text_of(data, "-f", str(page), "-l", str(page))
        assert "085770111-U1-2026-000123-K7" in found
        assert f"صفحة {page} من 2" in found


@pytest.mark.parametrize(
    ("lang", "label", "count"), [("ar", "المادة الأولى", "صفحة 1 من 1"), ("fr", "Article premier", "Page 1 sur 1")]
)
def test_the_words_of_the_paper_are_in_its_language(lang, label, count):
    paper = new_paper(lang=lang)
    paper.article(1, "نص" if lang == "ar" else "Texte.")
    found = text_of(paper.pdf())
    assert label in found
    assert count in found


def test_an_act_of_one_article_says_so():
    paper = new_paper()
    paper.article(1, "نص", only=True)
    paper.article(1, "Texte.", lang="fr", only=True)
    found = text_of(paper.pdf())
    assert has_words(found, "مادة فريدة")
    assert "Article unique" in found


def test_the_courtesy_page_is_numbered_in_its_own_language():
    paper = new_paper()
    paper.paragraph("نص")
    paper.page_break(lang="fr")
    paper.paragraph("Texte.", lang="fr")
    data = paper.pdf()
    assert has_words(text_of(data, "-l", "1"), "صفحة 1 من 2")
    assert "Page 2 sur 2" in text_of(data, "-f", "2")


def lines_of(data: bytes, page: int) -> list[str]:
    """The lines of a page without its footer."""
    told = subprocess.run(
        ["pdftotext", "-layout", "-f", str(page), "-l", str(page), "-", "-"],
        input=data,
        capture_output=True,
        check=True,
    )
    return [line.strip() for line in told.stdout.decode().splitlines() if line.strip() and "Page " not in line]


THREE_LINES = " ".join(["mot"] * 60)


@pytest.mark.parametrize("above", range(36, 48))
@pytest.mark.parametrize(
    ("begin", "block"),
    [
        (None, lambda paper: paper.paragraph(THREE_LINES)),
        ("Article 2", lambda paper: paper.article(2, THREE_LINES)),
        ("1.", lambda paper: paper.numbered([THREE_LINES])),
        ("Titre", lambda paper: (paper.subheading("Titre"), paper.article(2, THREE_LINES))),
        ("Le Président,", lambda paper: (paper.paragraph("Le Président,", leads=True), paper.paragraph(THREE_LINES))),
    ],
)
def test_no_line_and_no_title_is_left_alone_by_the_end_of_a_page(above, begin, block):
    paper = new_paper(lang="fr")
    for _line in range(above):
        paper.paragraph("rempli", voice="small")
    block(paper)
    data = paper.pdf()
    if paper.pages == 1:
        return
    first, second = lines_of(data, 1), lines_of(data, 2)
    assert "mot" in second[-1]
    assert sum("mot" in line for line in second) != 1
    if begin and any(line.startswith(begin) for line in first):
        assert sum("mot" in line for line in first) >= 2


def test_what_is_to_be_known_stands_beside_the_code_after_the_address():
    alone, beside = new_paper(), new_paper()
    alone.qr(URL, ["امسحوا الرمز."])
    beside.qr(URL, ["امسحوا الرمز."], after=["سكوت الإدارة ليس موافقة.", "يمكنكم تقديم تظلم."])
    found = text_of(beside.pdf())
    assert has_words(found, "سكوت الإدارة ليس موافقة")
    assert found.index("example") < found.index("سكوت") < found.index("تظلم")
    with opened(alone.pdf()) as one, opened(beside.pdf()) as other:
        assert one.pages[0].Annots[0].A.URI == other.pages[0].Annots[0].A.URI


def test_the_box_of_the_seal_is_empty_and_on_the_page_it_names():
    paper = permit()
    assert paper.seal_box is not None
    page, (left, bottom, right, top) = paper.seal_box
    assert page == 0
    assert 0 < left < right < 595
    assert 0 < bottom < top < 842
    picture = picture_of(paper.pdf(), dpi=72)
    inside = picture.crop((int(left) + 3, int(842 - top) + 3, int(right) - 3, int(842 - bottom) - 3))
    assert inside.getextrema() == (WHITE, WHITE)


def test_the_signature_field_lies_over_the_box_and_prints():
    paper = permit()
    paper.signature_field("Seal", "مكان التوقيع")
    assert paper.seal_box is not None
    with opened(paper.pdf()) as document:
        (field,) = document.Root.AcroForm.Fields
        assert (str(field.FT), str(field.T), str(field.TU), int(field.F)) == ("/Sig", "Seal", "مكان التوقيع", 4)
        assert [float(edge) for edge in field.Rect] == pytest.approx(paper.seal_box.box, abs=0.01)
        annotations = document.pages[paper.seal_box.page].Annots
        assert field.objgen in [annotation.objgen for annotation in annotations]


def test_a_document_without_signature_block_takes_no_signature_field():
    with pytest.raises(ValueError, match="signature block"):
        new_paper().signature_field("Seal", "x")


def test_a_signature_block_never_falls_apart_over_two_pages():
    paper = new_paper()
    for _line in range(26):
        paper.paragraph("سطر من النص")
    before = paper.pages
    box = paper.signature_block(place="تنغير", date_text="12 مارس 2026", quality="رئيس المجلس")
    assert (before, box.page) == (1, 1)
    assert "حرر بتنغير" in text_of(paper.pdf(), "-f", "2", "-l", "2")


def test_the_seal_fits_its_frame_however_much_it_says():
    short = seal_picture(["وقع إلكترونيا"], lang="ar", created=MOMENT)
    assert "وقع إلكترونيا" in text_of(short)
    long = seal_picture(["وقع إلكترونيا", *["رئيس مجلس جماعة تنغير بالنيابة عن المجلس"] * 8], lang="ar", created=MOMENT)
    assert picture_of(long).size == (208, 84)
    with pytest.raises(ValueError, match="do not fit"):
        seal_picture(["نص طويل " * 40] * 8, lang="ar", created=MOMENT)


def test_the_qr_code_on_the_page_is_the_address_and_opens_it():
    paper = new_paper()
    paper.qr(URL, ["امسح الرمز."])
    data = paper.pdf()
    scale = 6
    picture = picture_of(data, dpi=72 * scale)
    matrix = [list(map(bool, row)) for row in segno.make_qr(URL, error="m", mask=4, boost_error=False).matrix]
    dark = picture.point(lambda value: WHITE if value < 100 else 0)
    # The symbol stands at the right margin of an Arabic page: the only large dark thing there.
    left, top, right, _bottom = dark.crop((picture.width * 3 // 4, 0, picture.width, picture.height // 3)).getbbox()
    left, right = left + picture.width * 3 // 4, right + picture.width * 3 // 4
    step = (right - left) / len(matrix)
    seen = [
        [
            dark.getpixel((int(left + (column + 0.5) * step), int(top + (row + 0.5) * step))) == WHITE
            for column in range(len(matrix))
        ]
        for row in range(len(matrix))
    ]
    assert seen == matrix
    with opened(data) as document:
        (link,) = document.pages[0].Annots
        assert str(link.A.URI) == URL
    assert URL in text_of(data).replace(" ", "")


def test_a_table_repeats_its_head_and_loses_no_row():
    paper = new_paper()
    paper.table(["رقم", "الوثيقة"], [[f"N-{row}", f"وثيقة {row}"] for row in range(70)], widths=[1, 3])
    data = paper.pdf()
    assert paper.pages == 3
    for page in ("1", "2", "3"):
        assert text_of(data, "-f", page, "-l", page).count("الوثيقة") == 1
    found = text_of(data)
    assert [row for row in range(70) if f"N-{row}" not in found] == []


def test_a_row_taller_than_a_page_is_cut_between_two_lines():
    paper = new_paper()
    paper.facts([("المرجع", "A-1"), ("طويل", " ".join(f"كلمة{number}" for number in range(900))), ("آخر", "Z-9")])
    data = paper.pdf()
    assert paper.pages > 1
    found = text_of(data)
    assert words(found).count("كلمة") == 900
    assert [number for number in range(900) if str(number) not in words(found)] == []
    assert "Z-9" in found


def test_rows_and_widths_must_fit_the_head():
    with pytest.raises(ValueError, match="one entry for each heading"):
        new_paper().table(["أ", "ب"], [["واحد"]])


def test_a_long_name_stays_inside_the_margins():
    paper = new_paper()
    paper.heading("رخصة الاحتلال المؤقت للملك العمومي الجماعي قصد وضع شرفة مقهى في شارع طويل الاسم جدا")
    paper.facts([("الاسم", "اسم طويل جدا " * 12 + "(" + "NOM TRES LONG " * 9 + ")"), ("رمز", "X" * 300)])
    picture = picture_of(paper.pdf())
    left, _top, right, _bottom = picture.point(lambda value: WHITE if value < 120 else 0).getbbox()
    assert left >= 58
    assert right <= 537


def test_arabic_labels_stand_on_the_right_and_french_ones_on_the_left():
    for lang, label in (("ar", "الاسم"), ("fr", "Nom")):
        paper = new_paper(lang=lang)
        paper.facts([(label, "A")])
        tint = picture_of(paper.pdf())
        # The tinted label column.
        right = tint.getpixel((530, 60)) < WHITE
        left = tint.getpixel((64, 60)) < WHITE
        assert (right, left) == ((True, False) if lang == "ar" else (False, True))


def test_all_fonts_are_inside_and_can_be_copied_from():
    with opened(permit(demo=True).pdf()) as document:
        fonts = document.pages[0].Resources.Font
        assert len(fonts) >= 4
        for font in fonts.values():
            assert font.Subtype == "/Type0"
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_the_file_says_its_title_language_and_moment_and_no_other():
    with opened(permit(author="جماعة تنغير").pdf()) as document:
        assert str(document.docinfo.Title) == "رخصة البناء"
        assert str(document.docinfo.Author) == "جماعة تنغير"
        assert str(document.docinfo.CreationDate) == str(document.docinfo.ModDate) == "D:20260312103000Z"
        assert str(document.Root.Lang) == "ar"
        assert document.Root.ViewerPreferences.Direction == "/R2L"


def leaves(element: pikepdf.Object):
    """Elements of the structure in reading order."""
    yield element
    for child in element.K:
        if "/S" in child:
            yield from leaves(child)


def test_a_listener_hears_the_document_in_order_and_in_its_languages():
    with opened(permit(demo=True).pdf()) as document:
        assert document.Root.MarkInfo.Marked
        top = document.Root.StructTreeRoot.K[0]
        elements = list(leaves(top))
        told = [(str(e.S), str(e.get("/ActualText", ""))) for e in elements]
        assert ("/H1", "رخصة البناء") in told
        assert ("/TH", "صاحب المشروع") in told
        assert ("/TD", "اسم تجريبي (NOM DE TEST)") in told
        assert (
            told.index(("/H1", "رخصة البناء"))
            < told.index(("/TH", "صاحب المشروع"))
            < told.index(("/H3", "المادة الأولى"))
        )
        (figure,) = [e for e in elements if e.S == "/Figure"]
        assert URL in str(figure.Alt)
        assert {str(e.Lang) for e in elements if "/Lang" in e} >= {"ar", "zgh"}
        assert {str(e.A.Scope) for e in elements if "/A" in e} == {"/Row"}


def test_every_mark_on_a_page_leads_to_its_element_and_nothing_is_unmarked():
    paper = permit(demo=True)
    paper.page_break()
    paper.bullets(["أ", "ب"])
    paper.table(["أ"], [["ب"]])
    with opened(paper.pdf()) as document:
        numbers = document.Root.StructTreeRoot.ParentTree.Nums
        rows = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        for page in document.pages:
            depth, marks = 0, []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in ("BDC", "BMC"):
                    depth += 1
                    if len(operands) > 1 and "/MCID" in operands[1]:
                        marks.append(int(operands[1].MCID))
                elif str(operator) == "EMC":
                    depth -= 1
                elif str(operator) in ("TJ", "f", "S", "re", "Do"):
                    assert depth == 1
            assert depth == 0
            row = rows[int(page.StructParents)]
            assert marks == list(range(len(row)))
            for mark, element in zip(marks, row, strict=True):
                assert any("/MCID" in kid and int(kid.MCID) == mark for kid in element.K)
        (link,) = document.pages[0].Annots
        assert rows[int(link.StructParent)].S == "/Link"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        Paper(title="t", lang="ar", created=datetime(2026, 3, 12), demo=False)


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="language"):
        new_paper(lang="en")


def test_nothing_is_added_to_a_made_document():
    paper = new_paper()
    paper.paragraph("نص")
    assert paper.pdf() is paper.pdf()
    with pytest.raises(ValueError, match="already made"):
        paper.paragraph("نص آخر")


def test_the_words_of_the_seal_keep_clear_of_its_frame(poppler, tmp_path):
    target = tmp_path / "seal.pdf"
    words = ["Signé électroniquement", *["Président du conseil de la commune de Tinghir, province de Tinghir"] * 3]
    target.write_bytes(seal_picture(words, lang="fr", created=MOMENT))
    told = subprocess.run(["pdftotext", "-bbox", target, "-"], capture_output=True, text=True, check=True).stdout
    width = float(re.search(r'<page width="([0-9.]+)"', told)[1])
    assert min(float(left) for left in re.findall(r'<word xMin="([0-9.]+)"', told)) >= 8.5
    assert max(float(right) for right in re.findall(r'xMax="([0-9.]+)"', told)) <= width - 8.5
