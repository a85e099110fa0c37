"""The national home of one language, under which the whole tree of that language stands."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from .. import router


class HomePage(Page):
    introduction = RichTextField(_("introduction"), features=["bold", "link"], blank=True)

    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.ProvincePage", "home.ContentPage", "home.NewsPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page beneath, or this page saying in which other languages the address exists."""
        if not path_components:
            result: RouteResult = super().route(request, path_components)
            return result
        try:
            return router.route(self, request, path_components)
        except Http404:
            pages = router.elsewhere(self, path_components)
            if not pages:
                raise
            return RouteResult(self, kwargs={"pages": pages})

    def serve(self, request: HttpRequest, pages: list[Page] | None = None) -> HttpResponse:
        if pages:
            return TemplateResponse(request, "home/not_in_this_language.html", {"pages": pages}, status=404)
        response: HttpResponse = super().serve(request)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..needs import open_needs
        from ..places import latest_news, open_provinces
        from ..search import find_procedures

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["provinces"] = open_provinces(self)
        context["needs"] = open_needs(find_procedures(""))
        context["news"] = latest_news(self)
        return context
