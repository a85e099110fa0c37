"""The paper layer: everything a PDF of the portal stands on. It knows how a document is set, never what an act says.

    paper = Paper(title="رخصة البناء", lang="ar", created=moment, demo=True, reference="085770111-U1-2026-000123-K7")
    paper.letterhead(ar=["المملكة المغربية", "وزارة الداخلية", ...], zgh=["ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ", ...])
    paper.heading("رخصة البناء", zgh="ⵜⵓⵔⴰⴳⵜ ⵏ ⵜⵓⵙⴽⴰ")
    paper.paragraph("بناء على الطلب رقم " + isolate(reference) + "، يقرر ما يلي:")
    paper.facts([("صاحب المشروع", name), ("الهاتف", phone), ...])           # values may mix scripts and hold line breaks
    paper.article(1, "..."); paper.bullets([...]); paper.numbered([...]); paper.notice("...", warning=True)
    paper.table(["الوثيقة", "النوع"], rows, widths=[3, 1])
    box = paper.signature_block(place="تنغير", date_text=long_date(day, "ar"), quality="رئيس مجلس جماعة تنغير",
                                qr=QrCode(url, ("للتحقق من صحة هذه الوثيقة امسح الرمز أو ادخل إلى العنوان:",)))
    paper.page_break(lang="fr"); paper.heading("Permis de construire", lang="fr")  # the courtesy page
    data = paper.pdf()                                                     # the same blocks give the same bytes
    seal = seal_picture(lines, lang="ar", created=moment)                  # the signer lays it into `box` (SealBox)

Every block takes `lang` (ar, fr, zgh), the document's own if not given; right-to-left blocks are mirrored. Every page bears
its reference and number, and in a demonstration its mark. What is copied, searched or read aloud is the text as written;
a tagged structure carries it to those who do not see the page.

Inside Arabic running text a phone, identity number, reference or address goes through `isolate`, and words that may run
the other way (a name, a quotation) through `embed`; the cells of tables find their own direction. A missing typeface raises
`FontMissing` and a character that none has `CharacterNotPrintable`: no document shows boxes. Dates in full are in `dates`;
the fonts are made at set-up by `make_fonts`; `checks.check_fonts` refuses to start without them.

Modules, each standing on those before it: fonts, bidi, shaping, lines (text to lines); embedding, structure, sheet, assembly
(lines to a file); look, words, ornament, watermark, qr (what every document shares); flow, tables, frame, stamp, paper (blocks).
"""

from .bidi import embed, isolate
from .fonts import CharacterNotPrintable, Family, FontMissing, typefaces
from .frame import SealBox
from .lines import unprintable_characters
from .paper import Paper
from .qr import QrCode
from .stamp import seal_picture

__all__ = [
    "CharacterNotPrintable",
    "FontMissing",
    "Paper",
    "QrCode",
    "SealBox",
    "embed",
    "isolate",
    "seal_picture",
    "unprintable_in",
]


def unprintable_in(text: str) -> str:
    """The characters of `text` that no document could show, each once; for forms, which ask the person to replace them."""
    return unprintable_characters(text, typefaces().chain(Family.TEXT))
