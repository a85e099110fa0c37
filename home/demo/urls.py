"""Addresses of the demonstration: one page, and one button a role."""

from django.urls import path

from .views import enter, roles

urlpatterns = [
    path("", roles, name="demo"),
    path("enter/<slug:slug>/", enter, name="demo_enter"),
]
