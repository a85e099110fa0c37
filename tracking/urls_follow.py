"""Addresses of the register attached to a procedure's page under `follow/`; reversed only by `page.attached_url`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
