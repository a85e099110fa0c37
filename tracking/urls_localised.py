"""Addresses of the register under a language: the dossier outside any page, and public verification."""

from django.urls import include, path

from .views import find, verify

urlpatterns = [
    path("dossiers/", include("tracking.urls_follow")),
    path("follow/", find.find_dossier, name="find_dossier"),
    path("verify/", verify.enter, name="verify"),
    path("verify/file/", verify.upload, name="verify_file"),
    path("verify/<str:code>/", verify.show, name="verify_code"),
]
