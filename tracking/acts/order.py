"""The order that allows a temporary occupation of the communal public domain: place, area, period; precarious."""

from __future__ import annotations

from ..models import Act
from .decision import Rows, common_rows, render_decision
from .matter import Matter
from .wording import say


def render_order(act: Act) -> bytes:
    """The unsigned order."""
    return render_decision(act, facts=rows_of_order)


def rows_of_order(matter: Matter) -> Rows:
    """Who occupies what, as the form described it."""
    language = matter.language
    return [*common_rows(matter), (say("procedure", language), matter.procedure), *matter.rows]
