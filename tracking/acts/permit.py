"""The permit: the decision of annex 6 of the general building regulation and its shorter kin (decree 2-18-475)."""

from __future__ import annotations

from ..models import Act
from .decision import Rows, common_rows, render_decision
from .matter import Matter
from .wording import say


def render_permit(act: Act) -> bytes:
    """The unsigned permit."""
    return render_decision(act, facts=rows_of_permit)


def rows_of_permit(matter: Matter) -> Rows:
    """What is allowed, on which land, how long, and what the form said of the project."""
    language = matter.language
    return [
        *common_rows(matter),
        (say("procedure", language), matter.procedure),
        (say("land", language), matter.land),
        *matter.rows,
        (say("validity", language), matter.validity),
    ]
