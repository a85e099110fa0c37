"""Lines that mix scripts: numbers and Latin words inside an Arabic sentence, each kept in its own order.

Between Arabic words the groups of `05 24 83 40 00` change places, and so do the parts of `085770111-U6-2026-000123-K7`:
the spaces and the hyphens follow the sentence (Unicode annex 9). Such a run is isolated, left to right. A range of hours or
years is none: its first end stands where reading begins.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_RUN: Final = re.compile(
    r"""
      https?://[^\s<>"«»،؛]*[\w/]                               # an address of the web
    | \b[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+       # an e-mail
    | www\.[A-Za-z0-9.-]+[A-Za-z0-9](?:/[^\s<>"«»،؛]*[\w/])?
    | \b(?=[A-Za-z\d/.-]{0,40}[A-Za-z])(?=[A-Za-z/.-]{0,40}\d)[A-Za-z0-9]{1,20}(?:[-/.][A-Za-z0-9]{1,20}){1,9}\b   # a reference
    | (?:\+|\b0)\d(?:[ .\u00a0\u202f-]?\d){7,13}\b                 # a phone
    | -?\d{1,3}\.\d+\s?[,،]\s?-?\d{1,3}\.\d+                      # coordinates
    | \b[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]*(?:[ -][A-Za-zÀ-ÿ0-9'’]+)*\b      # Latin words
    """,
    re.VERBOSE,
)


def isolated(words: str) -> SafeString:
    """`words`, escaped, with each run that reads from left to right in a `<bdi dir="ltr">` of its own."""
    parts: list[tuple[object]] = []
    end = 0
    for run in _RUN.finditer(words):
        parts += [(words[end : run.start()],), (format_html('<bdi dir="ltr">{}</bdi>', run.group()),)]
        end = run.end()
    return format_html_join("", "{}", [*parts, (words[end:],)])
