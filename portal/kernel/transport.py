"""Mail and SMS gateways; sign-in codes and the outbox share them.

A gateway that does not answer raises `Unavailable`; the caller keeps its row and tries again. The file gateway writes
one JSON file a message, readable by its owner only: the embedded default and the demonstration use it.
"""

from __future__ import annotations

import json
import secrets
import smtplib
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .errors import Unavailable
from .now import now


class SmsGateway(Protocol):
    """What an SMS gateway does: take one text for one number (E.164)."""

    def send(self, *, to: str, text: str) -> None:
        """Hand over `text`; raises `Unavailable` when the gateway does not take it."""


class FileSmsGateway:
    """Writes each SMS to `SMS_FILE_PATH`."""

    def send(self, *, to: str, text: str) -> None:
        folder = Path(settings.SMS_FILE_PATH)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            at = now()
            path = folder / f"{at:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.json"
            path.touch(mode=0o600)
            path.write_text(
                json.dumps({"at": at.isoformat(), "to": to, "text": text}, ensure_ascii=False),
                encoding="utf-8",
            )
        except OSError as failure:
            raise Unavailable(
                _("The message could not be sent now. It will be tried again."),
                code="sms",
            ) from failure


def send_sms(*, to: str, text: str) -> None:
    """Send `text` to the number `to` (E.164) by the configured gateway. Raises `Unavailable`."""
    gateway: SmsGateway = import_string(settings.SMS_GATEWAY)()
    gateway.send(to=to, text=text)


def send_mail(*, to: str, subject: str, text: str, html: str = "") -> None:
    """Send one mail. Raises `Unavailable` when the server does not take it."""
    message = EmailMultiAlternatives(subject=subject, body=text, to=[to])
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as failure:
        raise Unavailable(_("The message could not be sent now. It will be tried again."), code="mail") from failure
