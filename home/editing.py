"""What an editor finds on opening the CMS: the pages of the places whose grant they hold, one click from the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch, QuerySet
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.accounts.models import User
from portal.context import LANGUAGES, current_language
from procedures.models import ProcedureKey, ProcedurePage
from procedures.models.page import titles_by_key

from .models import MunicipalityPage

# Beyond this many municipalities the explorer is the better list.
_MOST_PLACES: Final = 30
# Up to this many, the procedures are shown beneath their municipality.
_MOST_WITH_PROCEDURES: Final = 3


@dataclass(frozen=True, slots=True)
class EditedPage:
    """One thing to edit: `name` in the reader's language, the page that carries the facts, the words by language code."""

    name: str
    facts: Page | None
    words: tuple[tuple[str, Page], ...]


@dataclass(frozen=True, slots=True)
class EditedPlace:
    """A municipality with its pages; `procedures` is empty when the editor has too many places to show them."""

    page: EditedPage
    procedures: tuple[EditedPage, ...]


def places_of(user: User) -> tuple[EditedPlace, ...]:
    """The first municipalities whose pages `user` may change, by name; as many queries for one as for many."""
    pages: QuerySet[Page] = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    changeable = MunicipalityPage.objects.filter(pk__in=pages.type(MunicipalityPage).values("pk"))
    # The places are counted, not their pages: each is shown with all its languages.
    shown = changeable.order_by("commune__code").values("commune").distinct()[:_MOST_PLACES]
    by_commune: dict[int, list[MunicipalityPage]] = {}
    for page in changeable.filter(commune__in=shown).select_related("commune", "locale").order_by("path"):
        by_commune.setdefault(page.commune_id, []).append(page)
    procedures = _procedures(list(by_commune)) if len(by_commune) <= _MOST_WITH_PROCEDURES else {}
    places = [
        EditedPlace(EditedPage(own[0].commune.name, None, _words(own)), procedures.get(commune_id, ()))
        for commune_id, own in by_commune.items()
    ]
    return tuple(sorted(places, key=lambda place: place.page.name))


def _procedures(communes: list[int]) -> dict[int, tuple[EditedPage, ...]]:
    """The pages of procedures of those communes, all languages of one procedure together, in the order of their codes."""
    titles = titles_by_key(current_language())
    keys = ProcedureKey.objects.order_by("code").prefetch_related(
        Prefetch("pages", ProcedurePage.objects.filter(commune__in=communes).select_related("locale"))
    )
    rows: dict[int, tuple[EditedPage, ...]] = {}
    for key in keys:
        for commune_id in communes:
            own = [page for page in key.pages.all() if page.commune_id == commune_id]
            if own:
                facts = next((page for page in own if page.carries_facts), None)
                edited = EditedPage(titles.get(key.pk, own[0].title), facts, _words(own))
                rows[commune_id] = (*rows.get(commune_id, ()), edited)
    return rows


def _words(pages: list[Any]) -> tuple[tuple[str, Page], ...]:
    by_language = {page.locale.language_code: page for page in pages}
    return tuple((code, by_language[code]) for code in LANGUAGES if code in by_language)


class PlacesPanel(Component):
    """The first panel of the CMS."""

    name = "places"
    order = 10
    template_name = "home/editing/places.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"places": places_of(parent_context["request"].user)}
