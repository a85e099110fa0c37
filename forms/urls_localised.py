"""Addresses of drafts outside any page: files, closing, the link for another device."""

from django.urls import path

from .views import drafts

urlpatterns = [
    path("open/<slug:code>/", drafts.resume, name="draft_resume"),
    path("<uuid:draft>/documents/<slug:document>/", drafts.add_file, name="draft_add_file"),
    path("<uuid:draft>/files/<uuid:upload>/", drafts.show_file, name="draft_file"),
    path("<uuid:draft>/files/<uuid:upload>/remove/", drafts.remove_file, name="draft_remove_file"),
    path("<uuid:draft>/close/", drafts.close, name="draft_close"),
    path("<uuid:draft>/link/", drafts.send, name="draft_link"),
]
