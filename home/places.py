"""What the pages of places list: open provinces, open municipalities, published procedures with their titles in force.

Each list is a fixed number of queries, whatever its rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page

from portal.kernel.now import today
from portal.territory.models.place import Place
from procedures.models import ProcedureKey, ProcedurePage, VersionPeriod
from procedures.snapshot import Snapshot

from .models import MunicipalityPage, NewsPage, ProvincePage


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place and the address of its page in the reader's language."""

    place: Place
    address: str


@dataclass(frozen=True, slots=True)
class PublishedProcedure:
    """A procedure of a municipality: the words in force, and the address of its page."""

    snapshot: Snapshot
    address: str


def snapshots_in_force() -> dict[int, Snapshot]:
    """Every procedure in force today, by the id of its key: one query, its contents read once a process."""
    periods = (
        VersionPeriod.objects.in_force(on=today())
        .select_related("version")
        .defer("version__content")
        .order_by("since", "pk")
    )
    return {period.version.key_id: period.version.snapshot for period in periods}


def open_provinces(home: Page) -> list[OpenPlace]:
    """The provinces with a live page under `home`."""
    pages = ProvincePage.objects.child_of(home).live().select_related("province").order_by("slug")
    return [OpenPlace(page.province, f"{page.slug}/") for page in pages]


def latest_news(parent: Page, *, at_most: int = 3) -> list[NewsPage]:
    """The latest live news right under `parent`, newest first."""
    return list(NewsPage.objects.child_of(parent).live().order_by("-day", "-pk")[:at_most])


def open_municipalities(province_page: Page) -> list[OpenPlace]:
    """The communes with a live page under a province page, cities first."""
    pages = MunicipalityPage.objects.child_of(province_page).live().select_related("commune")
    ordered = sorted(pages, key=lambda page: (not page.commune.is_urban, page.commune.name))
    return [OpenPlace(page.commune, f"{page.slug}/") for page in ordered]


def published_procedures(municipality_page: Page) -> list[PublishedProcedure]:
    """The procedures with a live page under a municipality page that are in force today, in the order of their codes."""
    in_force = snapshots_in_force()
    pages = ProcedurePage.objects.child_of(municipality_page).live().only("slug", "key_id", "path", "depth")
    found = [PublishedProcedure(in_force[page.key_id], f"{page.slug}/") for page in pages if page.key_id in in_force]
    return sorted(found, key=lambda procedure: procedure.snapshot.code)


def publishing_communes(language: str, key: ProcedureKey) -> dict[int, str]:
    """The address of every live page of a procedure in `language`, by commune id."""
    rows = ProcedurePage.objects.live().filter(locale__language_code=language, key=key)
    return dict(rows.values_list("commune_id", "url_path"))


def open_communes(language: str) -> dict[int, str]:
    """The address of every live municipality page in `language` (`/fr/tinghir/tinghir/`), by commune id."""
    rows = MunicipalityPage.objects.live().filter(locale__language_code=language)
    # A page's path starts with the slug of its language's home, which is the language.
    return dict(rows.values_list("commune_id", "url_path"))
