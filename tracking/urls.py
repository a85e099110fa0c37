"""Addresses of the register without a language: permanent addresses printed on papers, and private files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
