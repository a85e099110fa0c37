"""Addresses of the register without a language: permanent addresses printed on papers, and private files."""

from django.urls import path

from .views import files, permanent

urlpatterns = [
    path("d/<str:reference>/", permanent.dossier, name="dossier_permanent"),
    path("v/<str:code>/", permanent.act, name="act_permanent"),
    path("files/<uuid:file>/", files.private_file, name="private_file"),
]
