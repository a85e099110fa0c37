"""A mail is handed over in a real SMTP conversation; a server that does not answer or refuses is told, never guessed."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from portal.kernel.errors import Unavailable
from portal.kernel.transport import send_mail

SUBJECT = "رخصة الإصلاح: توصل الملف"
TEXT = "توصلنا بملفكم.\nNous avons reçu votre dossier.\nⴰⵣⵓⵍ.\n"


class Letters:
    """Keeps what arrives; refuses one recipient, as a server does whose owner moved."""

    def __init__(self) -> None:
        self.received: list[Any] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("gone@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received.append(envelope)
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    kept = Letters()
    server = Controller(kept, hostname="127.0.0.1", port=_free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    yield kept
    server.stop()


def test_a_mail_arrives_in_three_scripts(letters: Letters) -> None:
    send_mail(to="someone@example.org", subject=SUBJECT, text=TEXT)
    (envelope,) = letters.received
    assert envelope.rcpt_tos == ["someone@example.org"]
    mail = message_from_bytes(envelope.content, policy=default)
    # A long first word is folded to a line of its own.
    assert mail["Subject"].strip() == SUBJECT
    assert mail.get_content().replace("\r\n", "\n") == TEXT


def test_a_refused_recipient_is_told(letters: Letters) -> None:
    with pytest.raises(Unavailable):
        send_mail(to="gone@example.org", subject=SUBJECT, text=TEXT)
    assert letters.received == []


def test_a_server_that_is_down_is_told(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _free_port()
    with pytest.raises(Unavailable) as refused:
        send_mail(to="someone@example.org", subject=SUBJECT, text=TEXT)
    assert refused.value.code == "mail"
