"""Editors' text on paper: the paragraphs of the HTML subset a version holds, as plain text."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_BREAKS: Final = frozenset({"p", "li", "br", "h2", "h3", "h4"})


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        self.found[-1] += data


def paragraphs_of(html: str) -> list[str]:
    """The paragraphs and list items of `html`, without marks, empty ones left out."""
    parser = _Paragraphs()
    parser.feed(html)
    parser.close()
    return [text for part in parser.found if (text := " ".join(part.split()))]
