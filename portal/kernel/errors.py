"""The one tree of refusals.

Every refusal a person can meet is a `DomainError`: a translated sentence for the reader, a stable code for machines and
logs, and the data that explains it. Views and admin catch it at the edge and show the sentence; nothing else catches it.
"""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise

Sentence = str | Promise


class DomainError(Exception):
    """A refusal by a rule.

    `sentence` is shown to the person, in their language (a lazy translation). `code` is stable and never translated.
    `data` holds plain values (identifiers, dates, counts), never personal data, since it goes to the logs.
    """

    default_code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, sentence: Sentence, *, code: str = "", **data: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or self.default_code
        self.data = data

    def __str__(self) -> str:
        return str(self.sentence)


class Invalid(DomainError):
    """A value is wrong: the person can mend it."""

    default_code = "invalid"
    status = 400


class NotAllowed(DomainError):
    """The person has no right to this, now, here."""

    default_code = "not_allowed"
    status = 403


class NotFound(DomainError):
    """There is no such thing, or the person may not know of it."""

    default_code = "not_found"
    status = 404


class Refused(DomainError):
    """The law or the state of the file forbids it."""

    default_code = "refused"


class TooMany(Refused):
    """It was tried too often; later it may be tried again."""

    default_code = "too_many"
    status = 429


class Conflict(DomainError):
    """Somebody else changed it first; the person must look again."""

    default_code = "conflict"


class Unavailable(DomainError):
    """A needed part (mail, signature token, file store) does not answer; it may be tried again."""

    default_code = "unavailable"
    status = 503
