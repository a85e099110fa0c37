"""Templates hold no style, no script and no untranslated word: the content security policy refuses the first two at run time,
and English must never reach a reader."""

import re

import pytest

from .code import ROOT, files

INLINE = {
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an inline script": re.compile(
        r"<script(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']application/(?:ld\+)?json)", re.I
    ),
    "an event attribute": re.compile(r"<[^>]*\son\w+\s*=\s*[\"']", re.I),
    "a javascript: address": re.compile(r"[\"']\s*javascript:", re.I),
}
# Proper names and signs that are the same in every language.
SAME_EVERYWHERE = {"Turagt", "PDF", "QR", "CNIE", "ICE", "SMS", "MAD", "ISO"}
_UNSEEN = re.compile(
    r"{%\s*block\s+\w*class\w*\s*%}.*?{%\s*endblock\b[^%]*%}|{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|<(script|style)\b.*?</\1>|{{.*?}}|{%.*?%}",
    re.S,
)
_READ_ALOUD = re.compile(r"\b(?:alt|title|placeholder|aria-label|aria-description|label)\s*=\s*\"([^\"]*)\"")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_ENTITY = re.compile(r"&\w+;")


def inline(source: str) -> list[str]:
    """The kinds of inline style and script in a template."""
    bare = re.sub(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", "", source, flags=re.S)
    return [kind for kind, pattern in INLINE.items() if pattern.search(bare)]


def untranslated(source: str) -> list[str]:
    """The words a reader would see or hear that go through no translation."""
    bare = _UNSEEN.sub(" ", source)
    shown = [*_READ_ALOUD.findall(bare), re.sub(r"<[^>]*>", " ", bare)]
    words = [word for text in shown for word in _WORD.findall(_ENTITY.sub(" ", text))]
    return [word for word in words if word not in SAME_EVERYWHERE]


def templates():
    visited = files("*.html")
    assert len(visited) > 40
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in visited}


def test_no_template_holds_style_or_script():
    assert {name: found for name, source in templates().items() if (found := inline(source))} == {}


def test_every_word_of_a_template_is_translated():
    assert {name: words for name, source in templates().items() if (words := untranslated(source))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<style>p{}</style>",
        '<p class="a" style="color:red">',
        "<script>go()</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_inline_style_and_script_are_seen(source):
    assert len(inline(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{% static "a.js" %}" defer></script>',
        "{# <style> #}",
        '<script type="application/json">{}</script>',
    ],
)
def test_files_and_data_are_let_through(source):
    assert inline(source) == []


@pytest.mark.parametrize("source", ["<p>Hello</p>", '<img alt="Photo">', "{% if a %}Send{% endif %}"])
def test_an_untranslated_word_is_seen(source):
    assert untranslated(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p>{% translate "Hello" %}</p>',
        "{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}",
        "<p>Turagt&nbsp;2026</p>",
        '<img alt="{{ photo.alt }}" class="photo">',
    ],
)
def test_translated_words_are_let_through(source):
    assert untranslated(source) == []
