"""The words of one notice, in the reader's language: Arabic by SMS for readers of Arabic and of Amazigh.

Tifinagh breaks on cheap phones, so an SMS to an Amazigh reader is in Arabic; a mail says in Amazigh what the catalogue
has in Amazigh, and the rest in Arabic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import override

from portal.kernel.now import LOCAL
from portal.kernel.written import amount_in_figures, day_in_words

from ..addresses import dossier_address
from ..models import Notice
from .kinds import CLOSING, Line, find

_SMS_LANGUAGE: Final = {"ar": "ar", "zgh": "ar", "fr": "fr"}


def words_of(notice: Notice) -> tuple[str, str]:
    """Subject and text of the notice; an SMS has no subject."""
    kind = find(notice.kind)
    if notice.channel == Notice.Channel.SMS:
        language = _SMS_LANGUAGE.get(notice.language, "ar")
        return "", " ".join((*_said(kind.sms, notice.data, language), _address(notice.data)))
    subject = _in(notice.language, kind.subject, notice.data)
    return subject, "\n\n".join(_said((*kind.lines, CLOSING), notice.data, notice.language))


def _said(lines: Iterable[Line], data: Mapping[str, Any], language: str) -> list[str]:
    known = values_in(language, data)
    return [_in(language, line.words, data) for line in lines if not line.needs or known.get(line.needs)]


def _in(language: str, words: Promise, data: Mapping[str, Any]) -> str:
    if language == "zgh" and _missing_in_amazigh(words):
        language = "ar"
    with override(language):
        return str(words).format_map(values_in(language, data))


def _missing_in_amazigh(words: Promise) -> bool:
    """The catalogue falls back to French: words that are the same in both were not translated."""
    with override("zgh"):
        amazigh = str(words)
    with override("fr"):
        return amazigh == str(words)


def values_in(language: str, data: Mapping[str, Any]) -> dict[str, str]:
    """What fills the placeholders, as a reader of `language` writes it; an unknown value is an empty text."""
    with override(language):
        starts, ends = _moment(data.get("starts_at")), _moment(data.get("ends_at"))
        amount = data.get("amount")
        return {
            "reference": str(data["reference"]),
            "commune": str(data["commune"].get(language) or data["commune"]["ar"]),
            "url": _address(data),
            "due_on": _day(data.get("due_on")),
            "no_term": "" if data.get("due_on") else "no_term",
            "wait_until": _day(data.get("wait_until")),
            "held_on": _day(data.get("held_on")),
            "visit_day": day_in_words(starts) if starts else "",
            "visit_from": date_format(starts, "H:i") if starts else "",
            "visit_until": date_format(ends, "H:i") if ends else "",
            "count": str(data.get("count", "")),
            "authority": str(data.get("authority", "")),
            "amount": amount_in_figures(Decimal(amount)) if amount else "",
            "amount_unknown": "amount_unknown" if data.get("amount_unknown") else "",
        }


def _address(data: Mapping[str, Any]) -> str:
    return dossier_address(str(data["reference"]))


def _day(value: Any) -> str:
    return day_in_words(date.fromisoformat(value)) if value else ""


def _moment(value: Any) -> datetime | None:
    return datetime.fromisoformat(value).astimezone(LOCAL) if value else None
