"""Public addresses under a language: those that are no CMS pages, then every page."""

from django.urls import path, re_path
from django.views.generic import TemplateView

from .views.indicators import indicators
from .views.needs import need
from .views.pages import serve
from .views.search import municipalities, search

urlpatterns = [
    path("search/", search, name="search"),
    path("communes/", municipalities, name="municipalities"),
    path("needs/<slug:slug>/", need, name="need"),
    path("indicators/<slug:slug>/", indicators, name="indicators"),
    path("accessibility/", TemplateView.as_view(template_name="home/accessibility.html"), name="accessibility"),
    path("privacy/", TemplateView.as_view(template_name="home/privacy.html"), name="privacy"),
    # By Wagtail's own name and pattern, without its services (log-in and password of closed pages).
    re_path(r"^(?!_util/)((?:[\w-]+/)*)$", serve, name="wagtail_serve"),
]
