"""Logs as JSON lines on standard error; identity numbers, phones, e-mails and codes are redacted before writing."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest

_PRIVATE = [
    # Whatever opens something by itself stands in an address: acts, drafts, allauth's keys. First of all, since a number
    # would be taken out of the middle of one, and the rest left to be read.
    (
        re.compile(r"(?<=/v/)[0-9a-z-]{12,}|(?<=/verify/)[0-9a-z-]{12,}|(?<=/open/)[0-9a-z-]{12,}", re.IGNORECASE),
        "[code]",
    ),
    (re.compile(r"(?<=/confirm-email/)[^/\s]+|(?<=/reset/key/)[^/\s]+"), "[code]"),
    (re.compile(r"\+?\d[\d \u00a0.-]{7,}\d"), "[number]"),
    (re.compile(r"\b[A-Z]{1,3}\d{4,8}\b"), "[card]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "[mail]"),
]
_PLAIN_KEYS = frozenset({"timestamp", "request_id", "level", "logger"})
# A dossier's reference identifies a file, not a person, and an operator needs it: it is kept as it is.
_REFERENCE = re.compile(r"\b\d{8,12}-[A-Z]{1,3}\d{1,2}-\d{4}-\d{6,}-[0-9A-Z]{2}\b")


def redact_text(text: str) -> str:
    """`text` without what names a person; references of dossiers stay."""
    kept: list[str] = []

    def hold(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"\x00{chr(0xE000 + len(kept) - 1)}\x00"

    held = _REFERENCE.sub(hold, text)
    for pattern, word in _PRIVATE:
        held = pattern.sub(word, held)
    for place, reference in enumerate(kept):
        held = held.replace(f"\x00{chr(0xE000 + place)}\x00", reference)
    return held


def redact(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: whatever becomes words in the line is redacted, inside lists and objects too."""
    for key, value in event.items():
        if key not in _PLAIN_KEYS:
            event[key] = _redacted(value)
    return event


def _redacted(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, HttpRequest):
        # Django's own lines carry the request: what was searched for or typed stands behind the question mark.
        return redact_text(f"{value.method} {value.path}")
    if isinstance(value, Mapping):
        return {redact_text(str(name)): _redacted(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted(inner) for inner in value]
    return redact_text(str(value))


def configure(options: Mapping[str, Any]) -> None:
    """Set up structlog and the standard library's loggers alike; `options["level"]` is the least level written."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options["level"])
    for quiet in (
        "fontTools",
        "pyhanko",
        "asyncio",
        "uvicorn.access",
        "PIL",
        "pikepdf",
        "django-q",
        "axes",
        "wagtail",
        "django_tasks",
    ):
        logging.getLogger(quiet).setLevel(logging.WARNING)
