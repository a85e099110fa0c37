"""The national home of one language, under which the whole tree of that language stands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    introduction = RichTextField(_("introduction"), features=["bold", "link"], blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.ProvincePage", "home.ContentPage", "home.NewsPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
