"""Finds English on a page: a source sentence of the catalogues shown untranslated, or words that no other language has."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
# Little words of English that neither French nor a transliterated name has.
_TELLING = re.compile(r"\b(the|and|of|your|with|please|this|that|is|are|was|you)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
# Every text a person can see or hear, with the names of controls; what a person typed is theirs.
COLLECT = """
() => {
  const texts = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent.closest("script, style, template, textarea, .ltr, [data-typed]")) continue;
    texts.push(walk.currentNode.textContent);
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      if (element.hasAttribute(name)) texts.push(element.getAttribute(name));
  for (const button of document.querySelectorAll("input[type=submit], input[type=button]")) texts.push(button.value);
  return texts.map((text) => text.replace(/\\s+/g, " ").trim()).filter((text) => /[A-Za-z]{2}/.test(text));
}
"""


@cache
def sources(language: str) -> frozenset[str]:
    """The catalogue's English sentences that a reader of `language` must not meet as they are."""
    found = set()
    # In Amazigh a gap is shown in French or in Arabic: a word that French has too is no fault there.
    others = (language, "fr") if language == "zgh" else (language,)
    same: set[str] = set()
    for name in others:
        for entry in polib.pofile(str(ROOT / "locale" / name / "LC_MESSAGES" / "django.po")):
            words = entry.msgid
            if _PLACEHOLDER.search(words) or not re.search("[A-Za-z]{3}", words):
                continue
            found.add(words)
            if entry.msgstr.casefold() == words.casefold():
                same.add(words)
    return frozenset(found - same)


def english(texts: list[str], language: str) -> list[str]:
    """The texts of a page in `language` that are English, in whole or in part."""
    known = sources(language)
    sentences = [words for words in known if words.count(" ") >= 2]
    return [
        text for text in texts if text in known or _TELLING.search(text) or any(words in text for words in sentences)
    ]
