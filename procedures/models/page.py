"""A municipality's publication of a procedure: a thin page that shows the version in force and the commune's own facts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.fields import RichTextField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from portal.context import current_language
from portal.kernel.now import local_date, now

from .. import attachments, local_facts
from ..panels import LocalFactsInterface, LocalFactsPanel
from .key import ProcedureKey
from .procedure import Procedure


def titles_by_key(language: str) -> dict[int, str]:
    """The titles of the procedures as last written in `language`, by the id of their key."""
    return dict(Procedure.objects.filter(locale__language_code=language).values_list("key_id", "title"))


class ProcedurePageForm(WagtailAdminPageForm):
    """The page's own fields, and the commune's facts where this page carries them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if page.commune_id is None and self.parent_page is not None:
            page.commune = self.parent_page.specific.commune
            page.carries_facts = not ProcedurePage.objects.filter(commune=page.commune, key_id=page.key_id).exists()
        if "key" in self.fields:
            titles = titles_by_key(current_language())
            self.fields["key"].label_from_instance = lambda key: f"{key.code} · {titles.get(key.pk, key.slug)}"
            # What files and papers point to stays the procedure it was.
            self.fields["key"].disabled = page.pk is not None
        if page.carries_facts and page.key_id:
            self.fields.update(local_facts.fields_of(page.snapshot_today()))
            self.initial.update(local_facts.initial_of(page.facts))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        key = cleaned.get("key")
        if key and self.instance.pk is None and not Page._slug_is_available(key.slug, self.parent_page):
            self.add_error("key", self.instance.unique_error_message(ProcedurePage, ("key",)))
        if self.instance.carries_facts and f"{local_facts.PREFIX}online" in self.fields:
            self.instance.facts = local_facts.facts_from(cleaned)
        return cleaned


class ProcedurePage(Page):
    """`facts` is what the editor last typed (shape: `LocalPublication.facts`), on the page where `carries_facts` is true."""

    commune = models.ForeignKey(
        "territory.Commune", models.PROTECT, related_name="procedure_pages", verbose_name=_("commune")
    )
    key = models.ForeignKey(ProcedureKey, models.PROTECT, related_name="pages", verbose_name=_("procedure"))
    carries_facts = models.BooleanField(_("the commune's facts are written here"), default=False, editable=False)
    facts = models.JSONField(_("local facts"), default=dict, blank=True, editable=False)
    notes = RichTextField(_("notes of the commune"), features=["bold", "ol", "ul", "link"], blank=True)

    base_form_class = ProcedurePageForm
    template = "procedures/procedure_page.html"
    parent_page_types = ["home.MunicipalityPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("key"),
        FieldPanel("notes"),
        LocalFactsPanel(heading=_("Local facts")),
    ]
    # No tab to promote it: its address is the procedure's own word, and menus are made by the portal.
    edit_handler = LocalFactsInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ],
        base_form_class=ProcedurePageForm,
    )

    class Meta:
        verbose_name = _("page of a procedure")
        verbose_name_plural = _("pages of procedures")

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet[ProcedurePage]:
        """None: a country has a hundred thousand of these pages, and public search reads catalogue and territory instead."""
        return cls.objects.none()

    def snapshot_today(self) -> Any:
        """The snapshot in force today, or `None`."""
        from ..versions import version_in_force

        version = version_in_force(self.key, on=local_date(now()))
        return version.snapshot if version is not None else None

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """What keeps this page or one above it from the public: one query, where stock reads the pages above first.

        An alias comes under what its source comes under, as in stock.
        """
        length = type(self).steplen
        paths = [self.path[:end] for end in range(length, len(self.path) + 1, length)]
        on_the_way = models.Q(page__path__in=paths, page__alias_of=None) | models.Q(page__aliases__path__in=paths)
        restrictions: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.filter(on_the_way)
        return restrictions

    def clean(self) -> None:
        super().clean()
        if self.key_id:
            # The same ASCII word in every language: the switch of languages only changes the prefix.
            self.slug = self.key.slug
        if self.path and self.get_parent().specific.commune_id != self.commune_id:
            raise ValidationError({"commune": _("The page stands under another commune.")})

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if path_components and self.live:
            found = attachments.find(path_components)
            if found is not None:
                prefix, match = found
                return RouteResult(self, kwargs={"prefix": prefix, "match": match})
        result: RouteResult = super().route(request, path_components)
        return result

    def serve(self, request: HttpRequest, prefix: str = "", match: ResolverMatch | None = None) -> HttpResponseBase:
        if match is not None:
            return attachments.serve(self, request, prefix, match)
        response: HttpResponseBase = super().serve(request)
        return response

    def get_url(self, request: HttpRequest | None = None, current_site: Site | None = None) -> str | None:
        """The address within the portal. Stock asks first which site the request is for; the portal is one."""
        url: str | None = super().get_url(current_site=current_site)
        return url

    def attached_url(self, prefix: str, name: str, request: HttpRequest | None = None, **kwargs: object) -> str:
        """The address `name` of what is attached under `prefix`, beneath this page."""
        return attachments.address(self.get_url(request) or "/", prefix, name, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..guide import guide_of
        from ..versions import version_in_force, withdrawn_after

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        at = now()
        version = version_in_force(self.key, on=local_date(at))
        context["version"] = version
        if version is None:
            context["withdrawn_after"] = withdrawn_after(self.key, on=local_date(at))
        # Relative addresses: the trail is the same in every language and costs no query.
        context["trail"] = [
            (_("Home"), "../../../"),
            (self.commune.province.name, "../../"),
            (self.commune.name, "../"),
        ]
        context["guide"] = guide_of(version, self.commune, self.key, at=at) if version is not None else None
        return context
