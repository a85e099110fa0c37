"""The tags of every template: elements of the design system, words in the language they are really in, numbers and dates.

Built in, so no template loads them. An element is a template of `templates/elements/`; `docs/elements.md` lists them. An
element sees only what it is given, the language and the CSRF token of its page, so that it reads the same everywhere.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.rich_text import RichText

from portal.context import current_language, direction_of
from portal.kernel.text import LETTERS, language_of
from portal.kernel.written import amount_in_figures, day_in_words
from portal.mixed import isolated

register = template.Library()

_ARABIC, _TIFINAGH, _LATIN = (LETTERS[language] for language in ("ar", "zgh", "fr"))
# A sign that ends a sentence, also inside the mark of another language.
_ENDED: Final = re.compile(r"[.?!؟:]\s*(?:</span>)?$")
# Drawn in the direction of reading: turned round by the style sheet where the page reads from right to left.
_TURNING_ICONS: Final = frozenset({"arrow", "chevron", "exit", "history", "document"})
_FAMILY_ICONS: Final = {"urbanism": "build", "economic": "shop", "occupation": "street", "networks": "connect"}
_LTR_INPUTS: Final = frozenset({"tel", "email", "number", "url", "password", "date", "time"})


# --- elements ---------------------------------------------------------------------------------------------------------


class ElementNode(Node):
    """`{% element "name" key=value %}`, or with `inside`: `{% box "name" key=value %}…{% endbox %}`."""

    def __init__(
        self, name: FilterExpression, values: Mapping[str, FilterExpression], inside: NodeList | None = None
    ) -> None:
        self.name = name
        self.values = values
        self.inside = inside
        # Found once: this node lives as long as its own template, which the loader keeps with the elements'.
        self._sources: dict[str, template.Template] = {}

    def render(self, context: template.Context) -> SafeString:
        name = self.name.resolve(context)
        values = {key: value.resolve(context) for key, value in self.values.items()}
        if self.inside is not None:
            values["content"] = self.inside.render(context)
        language = current_language()
        values |= {"LANGUAGE_CODE": language, "direction": direction_of(language)}
        if "csrf_token" in context:
            values["csrf_token"] = context["csrf_token"]
        source = self._sources.get(name)
        if source is None:
            assert context.template is not None
            source = self._sources[name] = context.template.engine.get_template(f"elements/{name}.html")
        return source.render(context.new(values))


def _element(parser: Parser, token: Token, *, end: str = "") -> ElementNode:
    tag, *bits = token.split_contents()
    if not bits:
        raise template.TemplateSyntaxError(f"{tag} needs the name of an element")
    name = parser.compile_filter(bits.pop(0))
    values = template.base.token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"{tag} takes name=value, not {bits[0]}")
    inside = None
    if end:
        inside = parser.parse((end,))
        parser.delete_first_token()
    return ElementNode(name, values, inside)


@register.tag
def element(parser: Parser, token: Token) -> ElementNode:
    """An element that holds only what it is given: `{% element "button" label=… href=… %}`."""
    return _element(parser, token)


@register.tag
def box(parser: Parser, token: Token) -> ElementNode:
    """An element around a part of the page: `{% box "notice" kind="warning" %}…{% endbox %}`."""
    return _element(parser, token, end="endbox")


@cache
def _icons() -> str:
    """The address of the drawings: a page asks for it some thirty times, and it is the same until the next start."""
    return static("img/icons.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One drawing of `static/img/icons.svg`; hidden from screen readers unless it has a `label` of its own."""
    turning = " icon-turning" if name in _TURNING_ICONS else ""
    address = f"{_icons()}#{name}"
    if label:
        return format_html(
            '<svg class="icon{}" role="img" aria-label="{}"><use href="{}"></use></svg>', turning, label, address
        )
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', turning, address
    )


# --- words in the language they are really in -------------------------------------------------------------------------


def _marked(words: str, language: str, *, tag: str = "span") -> SafeString:
    """The words, with `lang` and `dir` when their language is not the page's; Arabic ones keep their numbers in order."""
    if language == "ar" and not hasattr(words, "__html__") and not _ARABIC.search(words):
        # Where an Arabic sentence was asked for, some write it in French.
        language = language_of(words) or language
    inside = isolated(words) if language == "ar" and not hasattr(words, "__html__") else conditional_escape(words)
    if not language or language == current_language():
        return inside
    return format_html('<{0} lang="{1}" dir="{2}">{3}</{0}>', tag, language, direction_of(language), inside)


def _read(value: Any, language: str) -> tuple[str, str]:
    """Words and their language, of a `Text` (three languages), a `Sentence` (one, known), or plain words (unknown)."""
    if hasattr(value, "read"):
        value = value.read(language)
    if hasattr(value, "words"):
        return value.words, value.language
    return "" if value is None else str(value), ""


@register.simple_tag
def text(value: Any) -> SafeString:
    """The words of a `Text` for the reader, marked with their language when the reader's own is missing."""
    return _marked(*_read(value, current_language()))


@register.filter(name="text")
def text_filter(value: Any) -> SafeString:
    """`{% text %}` as a filter, to hand a `Text` to an element: `label=question.label|text`."""
    return text(value)


@register.simple_tag
def rich(value: Any) -> SafeString:
    """Editors' text as HTML, already cleaned when it was published; its links are resolved here."""
    words, language = _read(value, current_language())
    if not words:
        return SafeString()
    return format_html('<div class="prose">{}</div>', _marked(RichText(words), language, tag="div"))


@register.filter
def spoken(value: Any) -> Any:
    """Marks words that fell back to another language on a page in Amazigh, which is the one language with gaps.

    The script tells: Arabic letters without Tifinagh are Arabic, Latin letters are French.
    """
    if isinstance(value, SafeString) or current_language() != "zgh" or value is None:
        return value
    words = str(value)
    if isinstance(words, SafeString) or _TIFINAGH.search(words):
        return words
    if _ARABIC.search(words):
        return _marked(words, "ar")
    return _marked(words, "fr") if _LATIN.search(words) else words


register.filter("language_of", language_of)


@register.filter
def written(value: Any) -> SafeString:
    """A person's own words, marked with the language and direction of their script, whatever the page's."""
    words = "" if value is None else str(value)
    language = language_of(words)
    if not language:
        return isolated(words)
    inside = isolated(words) if language == "ar" else words
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction_of(language), inside)


@register.filter
def status(value: Any) -> Any:
    """The words of a legal status: in Amazigh, where no safe word exists, they are Arabic, never French."""
    if current_language() != "zgh" or not isinstance(value, Promise) or _TIFINAGH.search(str(value)):
        return spoken(value)
    with override("ar"):
        words = str(value)
    return _marked(words, "ar")


@register.simple_tag
def place_name(place: Any, language: str = "") -> SafeString:
    """A place's name in the reader's language, or in `language`; marked, since a missing Amazigh name is the French one."""
    wanted = language or current_language()
    words = place.name_in(wanted)
    real = "fr" if wanted == "zgh" and words == place.name_fr else wanted
    return _marked(words, real)


@register.filter
def other_names(place: Any) -> list[tuple[str, str]]:
    """The names of a place in the portal's other languages, as (language, name); a name that is not known is left out."""
    names = {"ar": place.name_ar, "zgh": place.name_zgh, "fr": place.name_fr}
    return [(language, name) for language, name in names.items() if name and language != current_language()]


# --- numbers and dates ------------------------------------------------------------------------------------------------


@register.simple_tag
def ltr(value: Any) -> SafeString:
    """A reference, a phone or an identity number: left to right in every page, never broken over two lines."""
    if value is None or value == "":
        return SafeString()
    return format_html('<bdi class="ltr" dir="ltr">{}</bdi>', str(value))


@register.filter(name="ltr")
def ltr_filter(value: Any) -> SafeString:
    """`{% ltr %}` as a filter, to hand a number to an element: `value=dossier.reference|ltr`."""
    return ltr(value)


@register.filter
def dirhams(value: Decimal | str) -> SafeString:
    """An amount as the reader writes it, `450,50`, in its own order."""
    return ltr(amount_in_figures(Decimal(value)))


@register.filter
def moroccan_date(value: datetime.date | datetime.datetime | None) -> SafeString:
    """A day in words, `5 نونبر 2026`, as `<time>`. A moment is read on Morocco's clock. The months are the catalogue's."""
    if value is None:
        return SafeString()
    day = timezone.localtime(value) if isinstance(value, datetime.datetime) and timezone.is_aware(value) else value
    # Its first ten characters: a moment's day is meant too.
    return format_html('<time datetime="{}">{}</time>', day.isoformat()[:10], day_in_words(day))


@register.filter
def moroccan_moment(value: datetime.datetime | None) -> SafeString:
    """A day and an hour, `5 نونبر 2026، 14:30`, as `<time>`, on Morocco's clock."""
    if value is None:
        return SafeString()
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        _("%(day)s, %(hour)s") % {"day": day_in_words(local), "hour": formats.time_format(local, "TIME_FORMAT")},
    )


# --- forms ------------------------------------------------------------------------------------------------------------


@register.simple_tag
def control(field: Any) -> SafeString:
    """The input of a bound field: numbers, phones and identifiers typed from left to right, its hint and error tied to it."""
    attributes: dict[str, Any] = {}
    if getattr(field.field.widget, "input_type", "") in _LTR_INPUTS:
        attributes["dir"] = "ltr"
    drawn: SafeString = field.as_widget(attrs=attributes)
    return drawn


@register.filter
def widget_kind(field: Any) -> str:
    """How a field is laid out: `checkbox`, `choices`, `file`, `hidden` or `line`."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    kind = getattr(widget, "input_type", "")
    if kind == "checkbox" and not getattr(widget, "allow_multiple_selected", False):
        return "checkbox"
    if kind in ("radio", "checkbox"):
        return "choices"
    return "file" if kind == "file" else "line"


def _said_of(label: Any, error: Any) -> SafeString:
    """A label and what is wrong with it; a label that is a sentence or a question keeps its own sign at the end."""
    if _ENDED.search(str(label)):
        return format_html("{} {}", label, error)
    return format_html(_("{field}: {error}"), field=label, error=error)


@register.filter
def form_errors(form: Any) -> list[tuple[str, Any]]:
    """The errors of a form, as (anchor, sentence), the fields' in their order, then those of the form (empty anchor)."""
    errors = [
        # A group of choices has no input of its own: the link leads to its first choice.
        (
            field.id_for_label or f"{field.auto_id}_0",
            _said_of(spoken(field.label), spoken(str(error))),
        )
        for field in form.visible_fields()
        for error in field.errors
    ]
    return errors + [("", str(error)) for error in form.non_field_errors()]


# --- small ------------------------------------------------------------------------------------------------------------


@register.filter
def anchor(value: Any) -> str:
    """An ASCII word for an `id`, of a code or a key."""
    return slugify(str(value)) or "part"


@register.filter
def of_nature(documents: Iterable[Any], nature: str) -> list[Any]:
    """The documents of one nature, `main` or `information`, in the order of the list."""
    return [document for document in documents if document.nature == nature]


@register.filter
def family_icon(family: str) -> str:
    """The drawing of a family of procedures."""
    return _FAMILY_ICONS.get(family, "document")


@register.simple_tag
def classes(*pairs: Any) -> SafeString:
    """Class names from pairs (condition, name): `{% classes late "is-late" done "is-done" %}`."""
    names: Iterable[tuple[Any, Any]] = zip(pairs[::2], pairs[1::2], strict=True)
    return format_html_join(" ", "{}", ((name,) for condition, name in names if condition))


@register.simple_tag
def page_window(page: Any) -> list[int | None]:
    """The page numbers a reader is shown, `None` for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]
