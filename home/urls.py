"""Public addresses under a language that are no CMS pages."""

from django.urls import path

from .views.search import municipalities, search

urlpatterns = [
    path("search/", search, name="search"),
    path("communes/", municipalities, name="municipalities"),
]
