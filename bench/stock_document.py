"""A permit by reportlab's own flowables: the words of the act in its three scripts, shaped and joined, and its QR code.

The typefaces are the portal's own. Nothing is tagged, marked as a demonstration or made for archiving.
"""

from __future__ import annotations

from functools import cache
from html import escape
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from portal.kernel.now import local_date
from portal.kernel.paper.fonts import PLEX, PLEX_BOLD, TIFINAGH, Source, fonts_dir
from tracking.acts.decision import heading_of, visas_of
from tracking.acts.matter import Matter
from tracking.acts.permit import rows_of_permit
from tracking.acts.wording import model_of, say
from tracking.addresses import act_address
from tracking.models import Act


@cache
def _font(source: Source) -> str:
    name = source.file.partition(".")[0]
    pdfmetrics.registerFont(TTFont(name, source.path(fonts_dir()), shapable=True))
    return name


def _style(source: Source, size: float, *, rtl: bool) -> ParagraphStyle:
    return ParagraphStyle(
        source.file,
        fontName=_font(source),
        fontSize=size,
        leading=size * 1.6,
        alignment=2 if rtl else 0,
        wordWrap="RTL" if rtl else None,
        shaping=1,
    )


def stock_document(act: Act) -> bytes:
    """The permit `act` in Arabic and French, with the Amazigh title, as `tracking.acts.permit` words it."""
    target, story = BytesIO(), []
    for language in ("ar", "fr"):
        matter, rtl = Matter(act, language), language == "ar"
        model, values = model_of(act.kind, act.facts["procedure"]["code"]), matter.values()
        title, body = _style(PLEX_BOLD, 17, rtl=rtl), _style(PLEX, 10.5, rtl=rtl)
        story.append(Paragraph(escape(heading_of(model, matter)), title))
        if amazigh := model.heading.zgh:
            story.append(Paragraph(escape(amazigh), _style(TIFINAGH, 12, rtl=False)))
        rows = [[Paragraph(escape(words), body) for words in row] for row in rows_of_permit(matter)]
        story.append(Table(rows, colWidths=[150, 300]))
        visas = visas_of(model.visas, matter, values, on=local_date(act.prepared_at))
        articles = [article.read(language).format_map(values) for article in model.articles]
        sentences = [*visas, say("decides", language), *articles]
        story += [Paragraph(escape(sentence), body) for sentence in sentences]
        story.append(PageBreak())
    code = Drawing(90, 90)
    code.add(QrCodeWidget(act_address(act.code)))
    document = SimpleDocTemplate(target, pagesize=A4)
    document.build(story, onFirstPage=lambda canvas, _document: renderPDF.draw(code, canvas, 420, 60))
    return target.getvalue()
