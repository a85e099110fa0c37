"""Addresses of the register under a language: the dossier outside any page, and public verification."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
