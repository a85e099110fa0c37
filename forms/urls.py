"""Addresses of the wizard, attached to a procedure's page under `apply/`; reversed only by `page.attached_url`."""

from django.urls import path

from .views.start import move, saved, start
from .views.submit import submit
from .views.wizard import REVIEW, wizard

urlpatterns = [
    path("", start, name="start"),
    path("saved/", saved, name="saved"),
    path("move/", move, name="move"),
    path("submit/", submit, name="submit"),
    path(f"{REVIEW}/", wizard, {"step": REVIEW}, name="review"),
    path("<slug:step>/", wizard, name="step"),
]
