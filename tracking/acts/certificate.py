"""Certificates: of the commune, of silence (signed by the governor), and the written answer that no permit is required."""

from __future__ import annotations

from ..models import Act
from .decision import Rows, common_rows, render_decision
from .matter import Matter
from .wording import say


def render_certificate(act: Act) -> bytes:
    """The unsigned certificate of the commune."""
    return render_decision(act, facts=rows_of_certificate)


def render_not_required(act: Act) -> bytes:
    """The written answer that no permit is required: the desk issues it, nobody signs."""
    return render_decision(act, facts=rows_of_answer, signed=False)


def render_silence_certificate(act: Act) -> bytes:
    """The unsigned certificate of silence: the receipt, the term, and the entry of the journal it rests on."""
    return render_decision(act, facts=rows_of_silence)


def rows_of_certificate(matter: Matter) -> Rows:
    """What the certificate is about."""
    return [*common_rows(matter), *_subject(matter)]


def rows_of_answer(matter: Matter) -> Rows:
    """What was asked; nobody holds anything by it."""
    return [*common_rows(matter, person="applicant"), *_subject(matter)]


def _subject(matter: Matter) -> Rows:
    language = matter.language
    return [
        (say("procedure", language), matter.procedure),
        (say("place", language), matter.address),
        (say("land", language), matter.land),
    ]


def rows_of_silence(matter: Matter) -> Rows:
    """The request, its last day, and what it described."""
    language = matter.language
    return [
        *common_rows(matter),
        (say("procedure", language), matter.procedure),
        (say("due_on", language), matter.day(matter.facts.get("due_on"))),
        (say("land", language), matter.land),
        *matter.rows,
    ]
