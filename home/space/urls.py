"""Addresses of the space, under `/<lang>/me/`."""

from django.urls import path

from . import views

app_name = "space"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("profile/", views.profile, name="profile"),
]
