"""What is published in which language, commune by commune: pages missing, words of the law missing, translations that lag.

Counted for the municipalities of one screen with as many queries for one as for many. A page lags when the page in the
language of the administration was published after it and has words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.accounts.models import User
from portal.context import LANGUAGES
from portal.territory.models import Commune
from procedures.assembly import texts_of
from procedures.models import FreezeAttempt, ProcedureKey, ProcedurePage
from procedures.reports import MAY_SEE
from procedures.snapshot import Snapshot

from .models import MunicipalityPage
from .opening import FACTS_LANGUAGE
from .places import snapshots_in_force


@dataclass(frozen=True, slots=True)
class Gap:
    """The words of one procedure in one language: how many are missing of how many."""

    missing: int
    total: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """One municipality in one language.

    `missing_pages`, `stale_pages`, `stale_law`: codes of procedures. `home`: `live`, `missing` or `stale`. `gaps`: of the
    procedures published here, those with missing words, by code.
    """

    commune: Commune
    language: str
    home: str
    published: int
    possible: int
    missing_pages: tuple[str, ...]
    stale_pages: tuple[str, ...]
    stale_law: tuple[str, ...]
    gaps: dict[str, Gap]

    @property
    def missing_words(self) -> int:
        return sum(gap.missing for gap in self.gaps.values())

    @property
    def total_words(self) -> int:
        """The words of the procedures that lack some."""
        return sum(gap.total for gap in self.gaps.values())


def communes_of(user: User) -> QuerySet[Commune]:
    """The communes whose coverage `user` may see: every one with a page for a law editor, else those of their pages."""
    pages = MunicipalityPage.objects.all()
    if not user.has_perm(MAY_SEE):
        changeable: QuerySet[Page] = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
        pages = pages.filter(pk__in=changeable.type(MunicipalityPage).values("pk"))
    return Commune.objects.filter(pk__in=pages.values("commune")).select_related("province").order_by("code")


def coverage_of(communes: Sequence[Commune]) -> list[Coverage]:
    """One row a commune and language, in the order of the communes."""
    snapshots = snapshots_in_force()
    codes = dict(ProcedureKey.objects.filter(pk__in=snapshots).order_by("code").values_list("pk", "code"))
    law = {codes[key]: _gaps(snapshot) for key, snapshot in snapshots.items() if key in codes}
    lagging = _lagging_law()
    homes: dict[tuple[int, str], MunicipalityPage] = {}
    for page in MunicipalityPage.objects.filter(commune__in=communes).select_related("locale"):
        homes[page.commune_id, page.locale.language_code] = page
    pages: dict[tuple[int, str], dict[str, ProcedurePage]] = {}
    for own in ProcedurePage.objects.filter(commune__in=communes).select_related("locale").defer("facts"):
        if own.key_id in codes:
            pages.setdefault((own.commune_id, own.locale.language_code), {})[codes[own.key_id]] = own
    rows = []
    for commune in communes:
        written = pages.get((commune.pk, FACTS_LANGUAGE), {})
        for language in LANGUAGES:
            own_pages = pages.get((commune.pk, language), {})
            live = {code: page for code, page in own_pages.items() if page.live}
            home = homes.get((commune.pk, language))
            rows.append(
                Coverage(
                    commune=commune,
                    language=language,
                    home=_state_of_home(home, homes.get((commune.pk, FACTS_LANGUAGE))),
                    published=len(live),
                    possible=len(codes),
                    missing_pages=tuple(code for code in codes.values() if code not in live),
                    stale_pages=tuple(
                        code for code, page in live.items() if _lags(page, written.get(code), ("notes",))
                    ),
                    stale_law=tuple(code for code in live if language in lagging.get(code, ())),
                    gaps={code: law[code][language] for code in live if law[code][language].missing},
                )
            )
    return rows


def _gaps(snapshot: Snapshot) -> dict[str, Gap]:
    texts = [text for text in texts_of(snapshot).values() if text]
    return {
        language: Gap(sum(1 for text in texts if not getattr(text, language)), len(texts)) for language in LANGUAGES
    }


def _lagging_law() -> dict[str, set[str]]:
    """By the code of a procedure, the languages for which its last publication waits: the source changed since."""
    lagging: dict[str, set[str]] = {}
    for code, findings in FreezeAttempt.objects.values_list("key__code", "findings"):
        for finding in findings:
            kind, _mark, language = finding["code"].partition("untranslated_")
            if not kind and language:
                lagging.setdefault(code, set()).add(language)
    return lagging


def _state_of_home(page: MunicipalityPage | None, source: MunicipalityPage | None) -> str:
    if page is None or not page.live:
        return "missing"
    return "stale" if _lags(page, source, ("introduction",)) else "live"


def _lags(page: Page, source: Page | None, words: Iterable[str]) -> bool:
    """Whether the page that the administration writes was published after its translation `page`."""
    if source is None or source.pk == page.pk or not source.live or not any(getattr(source, name) for name in words):
        return False
    after: datetime | None = source.last_published_at
    before: datetime | None = page.last_published_at
    return after is not None and (before is None or after > before)
