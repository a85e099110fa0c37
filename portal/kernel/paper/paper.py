"""`Paper`: builds a document block by block, in the order of reading, and gives its bytes.

It decides nothing of what an act says; it sees to it that what is said is set, paged, tagged and marked the same way in
every document of the portal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from . import frame, look, tables
from .assembly import EmptyField, Metadata, assemble
from .bidi import is_rtl
from .flow import Flow
from .frame import SealBox
from .lines import Unprintable
from .look import Voice
from .qr import QrCode
from .words import WORDS

_INDENT = 18.0


class Paper:
    """A document being made. Every `lang` is `ar`, `fr` or `zgh`, and the document's own where it is not given."""

    def __init__(
        self,
        *,
        title: str,
        lang: str,
        created: datetime,
        demo: bool,
        reference: str = "",
        author: str = "",
        subject: str = "",
        unprintable: Unprintable = "refuse",
    ) -> None:
        """Begin an A4 document.

        `created` (aware) is the only date in the file: give the moment of the act, not of the rendering. `demo` puts
        «نموذج تجريبي، بدون قيمة قانونية» over and under every page. `reference` stands at the foot of every page.
        `unprintable` says what to do with a character no typeface has: "refuse" (`CharacterNotPrintable`; for acts) or
        "spell" it as [U+1F600] (for receipts, which must never be late for a character). Raises `FontMissing`.
        """
        if created.tzinfo is None:
            raise ValueError("`created` must be aware")
        if lang not in WORDS:
            raise ValueError(f"no document is made in the language {lang!r}")
        self.lang = lang
        self.demo = demo
        self.reference = reference
        self._metadata = Metadata(
            title=title, language=lang, created=created, author=author, subject=subject, rtl=is_rtl(lang)
        )
        self._flow = Flow(language=lang, unprintable=unprintable)
        self._data: bytes | None = None
        self._seals: list[SealBox] = []
        self._field: EmptyField | None = None

    @property
    def seal_box(self) -> SealBox | None:
        """The place of the visible seal: that of the first signature block, or None if there is none."""
        return self._seals[0] if self._seals else None

    @property
    def seal_boxes(self) -> tuple[SealBox, ...]:
        """The places of all signature blocks, in order."""
        return tuple(self._seals)

    def letterhead(self, *, ar: Sequence[str], zgh: Sequence[str] = (), fr: Sequence[str] = ()) -> None:
        """The authority, from the kingdom down to the commune: Arabic at the right edge, the other languages to its left.

        With two languages the second stands at the left edge; with three Tifinagh is in the middle. The band follows.
        """
        columns = [(language, lines) for language, lines in (("ar", ar), ("zgh", zgh), ("fr", fr)) if lines]
        frame.draw_letterhead(self._writable(), columns)

    def heading(self, text: str, *, zgh: str = "", lang: str | None = None) -> None:
        """The title of the act, with its Amazigh form under it. Not left alone at the foot of a page."""
        flow = self._writable()
        flow.space(look.HEADING.before)
        flow.ensure(120)
        self._set("H1", text, look.HEADING, lang)
        if zgh:
            self._set("P", zgh, look.HEADING_AMAZIGH, "zgh")
        else:
            flow.space(look.HEADING_AMAZIGH.after)

    def subheading(self, text: str, *, lang: str | None = None) -> None:
        """The title of a part. Not left alone at the foot of a page."""
        flow = self._writable()
        flow.space(look.SUBHEADING.before)
        # With the label of an article and three lines under it, or any other block's beginning.
        flow.ensure(105)
        self._set("H2", text, look.SUBHEADING, lang)

    def paragraph(
        self,
        text: str,
        *,
        lang: str | None = None,
        voice: str = "paragraph",
        centred: bool = False,
        leads: bool = False,
    ) -> None:
        """Running text; `voice` is "paragraph", "emphasis" (bold) or "small" (secondary).

        One that `leads` to the next block is not left alone at the foot of a page.
        """
        chosen = look.VOICES[voice]
        if leads:
            self._writable().ensure(5 * chosen.line_height(is_rtl(lang or self.lang)))
        if centred:
            chosen = look.centred(chosen)
        self._set("P", text, chosen, lang)

    def article(self, number: int, text: str, *, lang: str | None = None, only: bool = False) -> None:
        """A numbered article of the act: its label on a line, its text under it; `only` when the act has no other."""
        flow = self._writable()
        language = lang or self.lang
        rtl = is_rtl(language)
        flow.space(4)
        lines = flow.lines(text, look.PARAGRAPH, rtl, flow.column)
        flow.ensure((1 + flow.opening(lines)) * look.PARAGRAPH.line_height(rtl))
        words = WORDS[language]
        self._set("H3", words.only_article if only else words.article_label(number), look.ARTICLE_LABEL, language)
        self._set("P", text, look.PARAGRAPH, language)

    def bullets(self, items: Sequence[str], *, lang: str | None = None) -> None:
        """A list with marks."""
        self._list([(look.BULLET, item) for item in items], lang)

    def numbered(self, items: Sequence[str], *, lang: str | None = None) -> None:
        """A list numbered from 1."""
        self._list([(f"{number}.", item) for number, item in enumerate(items, start=1)], lang)

    def notice(self, text: str, *, lang: str | None = None, warning: bool = False) -> None:
        """A sentence nobody may miss, in a tinted box; `warning` for what the person must still do."""
        frame.draw_notice(self._writable(), text, language=lang or self.lang, warning=warning)

    def facts(self, rows: Sequence[tuple[str, str]], *, lang: str | None = None, label_share: float = 0.32) -> None:
        """A ruled table of a label and a value a row. A value may mix scripts and hold line breaks."""
        flow = self._writable()
        flow.space(4)
        tables.draw_facts(flow, rows, language=lang or self.lang, label_share=label_share)
        flow.space(8)

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        lang: str | None = None,
        widths: Sequence[float] | None = None,
    ) -> None:
        """A ruled table with a head, repeated on each page; `widths` are shares of the column, in reading order."""
        flow = self._writable()
        flow.space(4)
        tables.draw_table(flow, head, rows, language=lang or self.lang, widths=widths)
        flow.space(10)

    def signature_block(
        self,
        *,
        place: str,
        date_text: str,
        quality: str,
        name: str = "",
        note: str = "",
        qr: QrCode | None = None,
        lang: str | None = None,
    ) -> SealBox:
        """Where and when it was done, who signs, and an empty box for the visible seal; the QR code beside it if given.

        The block stays on one page. Returns the place of the box, for the signer.
        """
        sealed = frame.draw_signature(
            self._writable(),
            language=lang or self.lang,
            place=place,
            date_text=date_text,
            quality=quality,
            name=name,
            note=note,
            qr=qr,
        )
        self._seals.append(sealed)
        return sealed

    def signature_field(self, name: str, words: str) -> None:
        """Leave the empty signature field `name` over the box of the first signature block; `words` tell what it is for."""
        self._writable()
        if self.seal_box is None:
            raise ValueError("the document has no signature block")
        self._field = EmptyField(name, words, *self.seal_box)

    def qr(self, url: str, caption: Sequence[str], *, after: Sequence[str] = (), lang: str | None = None) -> None:
        """A QR code that opens `url`; beside it its caption, the address and what else is to be said `after` it."""
        frame.draw_qr(self._writable(), QrCode(url, tuple(caption), tuple(after)), language=lang or self.lang)

    def space(self, height: float) -> None:
        """Leave `height` points free."""
        self._writable().space(height)

    def page_break(self, *, lang: str | None = None) -> None:
        """Go on on a new page; `lang` is the language of the pages from there on, in which they are numbered."""
        flow = self._writable()
        flow.page_language = lang or flow.page_language
        flow.new_page()

    @property
    def pages(self) -> int:
        """Pages so far."""
        return len(self._flow.sheets)

    def pdf(self) -> bytes:
        """The bytes of the document: the same blocks give the same bytes. Nothing can be added afterwards."""
        if self._data is None:
            flow = self._flow
            flow.finish(reference=self.reference, demo=self.demo)
            self._data = assemble(flow.sheets, flow.faces, flow.top, self._metadata, self._field)
        return self._data

    def _writable(self) -> Flow:
        if self._data is not None:
            raise ValueError("the document is already made")
        return self._flow

    def _set(self, tag: str, text: str, voice: Voice, lang: str | None) -> None:
        flow = self._writable()
        language = lang or self.lang
        flow.text(flow.top.add(tag, language=language), text, voice, rtl=is_rtl(language))
        flow.space(voice.after)

    def _list(self, items: Sequence[tuple[str, str]], lang: str | None) -> None:
        flow = self._writable()
        language = lang or self.lang
        rtl = is_rtl(language)
        voice = look.PARAGRAPH
        whole = flow.top.add("L", language=language)
        for mark, text in items:
            item = whole.add("LI")
            lines = flow.lines(text, voice, rtl, flow.column - _INDENT)
            flow.ensure(flow.opening(lines) * voice.line_height(rtl))
            (line,) = flow.lines(mark, voice, rtl, _INDENT * 2)
            with flow.sheet.marked(item.add("Lbl")):
                flow.put(line, voice, top=flow.y, left=flow.left, width=flow.column, rtl=rtl)
            left = flow.left if rtl else flow.left + _INDENT
            flow.text(item.add("LBody"), text, voice, rtl=rtl, left=left, width=flow.column - _INDENT)
            flow.space(1)
        flow.space(voice.after - 1)
