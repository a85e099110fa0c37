"""Public addresses under a language that are no CMS pages."""

from django.urls import path
from django.views.generic import TemplateView

from .views.indicators import indicators
from .views.needs import need
from .views.search import municipalities, search

urlpatterns = [
    path("search/", search, name="search"),
    path("communes/", municipalities, name="municipalities"),
    path("needs/<slug:slug>/", need, name="need"),
    path("indicators/<slug:slug>/", indicators, name="indicators"),
    path("accessibility/", TemplateView.as_view(template_name="home/accessibility.html"), name="accessibility"),
    path("privacy/", TemplateView.as_view(template_name="home/privacy.html"), name="privacy"),
]
