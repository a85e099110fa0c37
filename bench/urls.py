"""The portal's addresses and the references'."""

from django.urls import path

from bench import references
from portal.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/page/", references.two_queries),
    path("bench/form/", references.form_page),
    path("bench/rows/", references.rows),
    *urlpatterns,
]
