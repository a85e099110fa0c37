"""Sentences about a legal status, filled with dates and numbers, in a language they exist in.

On a page in Amazigh a legal status is said in Arabic where no safe word exists (docs/glossary.md): the whole sentence,
its dates included, and marked as Arabic.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import override

from portal.context import current_language, direction_of
from portal.kernel.written import amount_in_figures, day_in_words


def said(words: Promise, **values: Any) -> SafeString:
    """The sentence with its values: days and moments in words, anything else isolated from the direction around it.

    A value that depends on the language is given as a function, called in the language of the sentence.
    """
    language = current_language()
    if language == "zgh" and _missing(words):
        return format_html('<span lang="ar" dir="{}">{}</span>', direction_of("ar"), _filled(words, "ar", values))
    return _filled(words, language, values)


def _filled(words: Promise, language: str, values: dict[str, Any]) -> SafeString:
    with override(language):
        sentence = conditional_escape(str(words))
        return SafeString(sentence % {name: _value(value) for name, value in values.items()} if values else sentence)


def _missing(words: Promise) -> bool:
    """Whether the catalogue in Amazigh lacks these words: it then falls back to French."""
    with override("zgh"):
        amazigh = str(words)
    with override("fr"):
        return amazigh == str(words)


def _value(value: Any) -> str:
    if callable(value):
        value = value()
    if isinstance(value, datetime):
        value = localtime(value).date()
    if isinstance(value, date):
        return conditional_escape(day_in_words(value))
    if isinstance(value, Decimal):
        value = amount_in_figures(value)
    return format_html("<bdi>{}</bdi>", value)


def hour(moment: datetime) -> str:
    """The hour of a moment on Morocco's clock."""
    return time_format(localtime(moment), "H:i")
