"""The reasoned refusal: reasons, legal ground, ways of appeal, in Arabic (RGC art. 36; law 03-01; law 41-90 art. 23)."""

from __future__ import annotations

from portal.kernel.paper import Paper

from ..models import Act
from .decision import Rows, common_rows, render_decision
from .matter import Matter
from .prose import paragraphs_of
from .wording import say


def render_refusal(act: Act) -> bytes:
    """The unsigned refusal."""
    return render_decision(act, facts=rows_of_refusal, after_articles=draw_appeal)


def rows_of_refusal(matter: Matter) -> Rows:
    """What was asked, and where."""
    language = matter.language
    return [
        *common_rows(matter, person="applicant"),
        (say("procedure", language), matter.procedure),
        (say("place", language), matter.address),
        (say("land", language), matter.land),
    ]


def draw_appeal(paper: Paper, matter: Matter) -> None:
    """How to contest, in the words of the version of the filing date."""
    language = matter.language
    paper.subheading(say("appeal", language), lang=language)
    for paragraph in paragraphs_of(matter.snapshot.prose.appeal.read(language).words) or [matter.unknown]:
        paper.paragraph(paragraph, lang=language)
