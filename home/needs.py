"""From what a person wants to do to the procedure that answers it: the events of life on the home page.

A need is shown only while a procedure in force answers it, so nothing is promised that nobody can ask for. What decides
between two procedures is asked in the person's words, as the guide of the procedure says it; the law itself stands in
the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures.snapshot import Snapshot

from .search import FoundProcedure


@dataclass(frozen=True, slots=True)
class Way:
    """What a person means, and the code of the procedure for it."""

    label: Promise
    text: Promise
    code: str


@dataclass(frozen=True, slots=True)
class Need:
    """One thing people want to do. `question` parts its `ways` where there are several."""

    slug: str
    icon: str
    label: Promise
    text: Promise
    ways: tuple[Way, ...]
    question: Promise | None = None


@dataclass(frozen=True, slots=True)
class OpenWay:
    """A way that can be gone today: `slug` is its procedure's address word under a municipality."""

    way: Way
    snapshot: Snapshot
    slug: str


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need with the ways that can be gone today, one at least."""

    need: Need
    ways: tuple[OpenWay, ...]

    @property
    def only(self) -> OpenWay | None:
        """The one way, when nothing is left to ask."""
        return self.ways[0] if len(self.ways) == 1 else None


def _plain(slug: str, icon: str, label: Promise, text: Promise, code: str) -> Need:
    return Need(slug, icon, label, text, (Way(label, text, code),))


NEEDS: Final = (
    _plain("build", "build", _("Build a house"), _("A house or a small building, on your land."), "U1"),
    _plain(
        "enlarge",
        "plus",
        _("Enlarge, add a floor, change the façade"),
        _("Anything that changes the outside or the structure of a building."),
        "U1",
    ),
    Need(
        "repair",
        "repair",
        _("Repair or renovate"),
        _("A roof, a coating, a kitchen, a bathroom, tiles, wiring."),
        (
            Way(
                _("No, nothing of that changes"),
                _("The works repair or redo what is there: roof, coating, kitchen, bathroom, tiles, wiring."),
                "U6",
            ),
            Way(
                _("Yes, one of these changes"),
                _("A façade, an opening, a load-bearing wall or what the building is used for."),
                "U1",
            ),
        ),
        _("Do the works change the façade, the structure or the use of the building?"),
    ),
    _plain(
        "shop",
        "shop",
        _("Open a shop or a workshop"),
        _("A shop, a workshop or a service that is not a classified establishment."),
        "E1",
    ),
    _plain(
        "street",
        "street",
        _("Use the pavement or a square"),
        _("Tables, an awning, a sign or a stall, without building anything."),
        "D1",
    ),
)


def open_needs(procedures: list[FoundProcedure]) -> list[OpenNeed]:
    """The needs that `procedures` (those in force) answer, in their order."""
    in_force = {found.snapshot.code: found for found in procedures}
    needs = [
        OpenNeed(
            need,
            tuple(
                OpenWay(way, in_force[way.code].snapshot, in_force[way.code].slug)
                for way in need.ways
                if way.code in in_force
            ),
        )
        for need in NEEDS
    ]
    return [need for need in needs if need.ways]
