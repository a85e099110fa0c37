"""Open a province: its page, its communes' pages and their procedures, as three real trees linked by translation key.

A bulk operation, safe to run again: what exists is left as its editors made it, what is missing is added (a procedure that
came into force since). No `LocaleSynchronization` is made: its aliases would put a live French page under `/ar/`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max
from django.db.models.functions import Substr
from wagtail.models import Locale, Page, Site

from portal.territory.models import Commune, Province
from procedures.models import ProcedureKey, ProcedurePage
from procedures.snapshot import LANGUAGES, Snapshot

from .models import HomePage, MunicipalityPage, ProvincePage
from .places import snapshots_in_force

# Page identities are derived from the territory's codes, so that the three languages are linked whenever each is made.
_NAMESPACE: Final = uuid.UUID("0d0a3cf2-6f5b-5d0c-8a52-2f6d1b4c9e77")
# The commune's facts are typed on the page in this language, the first of the administration.
FACTS_LANGUAGE: Final = "ar"
_HOME_TITLES: Final = {"ar": "الرخص الجماعية", "fr": "Permis communaux", "zgh": "ⵜⵓⵔⴰⴳⵜ"}


@dataclass
class OpeningReport:
    """How many pages were made, by kind; `skipped`: addresses already taken by another kind of page."""

    made: dict[str, int] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


@transaction.atomic
def open_province(province: Province, *, at: datetime) -> OpeningReport:
    """Make every missing page of `province`, published at `at`."""
    report = OpeningReport()
    communes = list(province.communes.order_by("code"))
    in_force = snapshots_in_force()
    keys = list(ProcedureKey.objects.filter(pk__in=in_force).order_by("code"))
    homes = ensure_homes(at=at)
    for locale in Locale.objects.filter(language_code__in=LANGUAGES):
        province_page = _ensure_province_page(homes[locale.language_code], province, locale, report, at=at)
        missing = _missing_municipalities(province_page, communes, locale, report, at=at)
        _add_children({province_page.pk: missing}, report)
        _add_children(_missing_procedures(province_page, keys, in_force, locale, report, at=at), report)
    Site.clear_site_root_paths_cache()
    return report


def ensure_homes(*, at: datetime) -> dict[str, HomePage]:
    """The home of each language, made with the site around them if they are not there yet."""
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
    root = Page.get_first_root_node()
    for welcome in Page.objects.child_of(root).exact_type(Page):
        # Wagtail's own first page; ours are of other types.
        Site.objects.filter(root_page=welcome).delete()
        welcome.delete()
    root.refresh_from_db()
    homes: dict[str, HomePage] = {}
    for locale in Locale.objects.filter(language_code__in=LANGUAGES):
        language = locale.language_code
        home = HomePage.objects.child_of(root).filter(locale=locale).first()
        if home is None:
            home = root.add_child(
                instance=HomePage(slug=language, **_common(_HOME_TITLES[language], locale, "home", at=at))
            )
        homes[language] = home
    Site.objects.get_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "port": 80,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": homes[settings.LANGUAGE_CODE],
        },
    )
    return homes


def _common(title: str, locale: Locale, *identity: str, at: datetime) -> dict[str, Any]:
    return {
        "title": title,
        "draft_title": title,
        "locale": locale,
        "translation_key": uuid.uuid5(_NAMESPACE, "/".join(identity)),
        "live": True,
        "first_published_at": at,
        "last_published_at": at,
    }


def _ensure_province_page(
    home: HomePage, province: Province, locale: Locale, report: OpeningReport, *, at: datetime
) -> ProvincePage:
    page = ProvincePage.objects.child_of(home).filter(province=province).first()
    if page is None:
        common = _common(province.name_in(locale.language_code), locale, "province", province.code, at=at)
        page = home.add_child(instance=ProvincePage(province=province, slug=province.slug, **common))
        _count(report, page)
    return page


def _missing_municipalities(
    province_page: ProvincePage, communes: Iterable[Commune], locale: Locale, report: OpeningReport, *, at: datetime
) -> list[MunicipalityPage]:
    children = MunicipalityPage.objects.child_of(province_page)
    present = set(children.values_list("commune_id", flat=True))
    taken = set(Page.objects.child_of(province_page).values_list("slug", flat=True))
    missing = []
    for commune in communes:
        if commune.pk in present:
            continue
        if commune.slug in taken:
            report.skipped.append(f"{province_page.url_path}{commune.slug}/")
            continue
        common = _common(commune.name_in(locale.language_code), locale, "commune", commune.code, at=at)
        missing.append(MunicipalityPage(commune=commune, slug=commune.slug, **common))
    return missing


def _missing_procedures(
    province_page: ProvincePage,
    keys: list[ProcedureKey],
    in_force: dict[int, Snapshot],
    locale: Locale,
    report: OpeningReport,
    *,
    at: datetime,
) -> dict[int, list[ProcedurePage]]:
    """The missing procedure pages of every municipality of the province, by the id of the municipality's page."""
    municipalities = list(MunicipalityPage.objects.child_of(province_page).select_related("commune").order_by("path"))
    taken = {
        (path[: -Page.steplen], slug)
        for path, slug in Page.objects.descendant_of(province_page)
        .filter(depth=province_page.depth + 2)
        .values_list("path", "slug")
    }
    present = set(ProcedurePage.objects.descendant_of(province_page).values_list("commune_id", "key_id"))
    titles = {key.pk: in_force[key.pk].prose.title.read(locale.language_code).words for key in keys}
    missing: dict[int, list[ProcedurePage]] = {}
    for municipality in municipalities:
        for key in keys:
            if (municipality.commune_id, key.pk) in present:
                continue
            if (municipality.path, key.slug) in taken:
                report.skipped.append(f"{municipality.url_path}{key.slug}/")
                continue
            common = _common(titles[key.pk], locale, "procedure", municipality.commune.code, key.code, at=at)
            page = ProcedurePage(
                commune_id=municipality.commune_id,
                key=key,
                slug=key.slug,
                carries_facts=locale.language_code == FACTS_LANGUAGE,
                **common,
            )
            missing.setdefault(municipality.pk, []).append(page)
    return missing


def _add_children(children: dict[int, list[Any]], report: OpeningReport) -> None:
    """Insert pages under their parents in a few statements: the tree's own `add_child` costs some ten queries a page."""
    new = [page for pages in children.values() for page in pages]
    if not new:
        return
    model = type(new[0])
    content_type = ContentType.objects.get_for_model(model)
    parents = {page.pk: page for page in Page.objects.filter(pk__in=children)}
    last_paths = _last_children(parents.values())
    for parent_id, pages in children.items():
        _place(parents[parent_id], pages, after=last_paths.get(parents[parent_id].path, ""))
    bases = [_base_row(page, content_type) for page in new]
    Page.objects.bulk_create(bases, batch_size=200)
    for page, base in zip(new, bases, strict=True):
        page.pk = page.page_ptr_id = base.pk
    _insert_own_columns(model, new)
    for page in new:
        _count(report, page)
    by_number: dict[int, list[int]] = {}
    for parent in parents.values():
        by_number.setdefault(parent.numchild, []).append(parent.pk)
    for number, ids in by_number.items():
        Page.objects.filter(pk__in=ids).update(numchild=number)


def _last_children(parents: Iterable[Page]) -> dict[str, str]:
    """The path of the last child of each parent that has one, by the parent's path; the parents are siblings."""
    first = next(iter(parents))
    length = len(first.path)
    rows = (
        Page.objects.filter(depth=first.depth + 1, path__startswith=first.path[: -Page.steplen])
        .annotate(parent_path=Substr("path", 1, length))
        .values_list("parent_path")
        .annotate(last=Max("path"))
        .order_by()
    )
    return dict(rows)


def _place(parent: Page, pages: list[Any], *, after: str) -> None:
    """Paths, depths and addresses of new children, after the parent's last one."""
    step = Page._str2int(after[-Page.steplen :]) if after else 0
    for number, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, number)
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
    parent.numchild += len(pages)


def _base_row(page: Any, content_type: ContentType) -> Page:
    page.content_type = content_type
    names = (base.attname for base in Page._meta.concrete_fields if not base.primary_key)
    return Page(**{name: getattr(page, name) for name in names})


def _insert_own_columns(model: type[models.Model], pages: list[Any]) -> None:
    """Rows of the child table of a multi-table model, which Django's `bulk_create` refuses."""
    for start in range(0, len(pages), 200):
        model._base_manager._insert(  # type: ignore[attr-defined]
            pages[start : start + 200],
            fields=model._meta.local_concrete_fields,
            using=model._base_manager.db,
        )


def _count(report: OpeningReport, page: Page) -> None:
    name = type(page).__name__
    report.made[name] = report.made.get(name, 0) + 1
