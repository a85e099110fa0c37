"""Addresses without a language."""

from django.urls import path

from .views.root import root

urlpatterns = [path("", root, name="root")]
