"""Every address of the portal. Pages of the CMS come last; what hangs on a page is attached in `procedures.attachments`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.accounts.doors import admin_login, cms_login, no_door, page_login, to_language
from portal.accounts.views import switch_desk_language
from portal.kernel.health import healthz, readyz

admin.site.login = admin_login  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/password_change/", RedirectView.as_view(url="/accounts/password/change/")),
    # Redirects to an object's public page by type and number, whoever asks.
    path("admin/r/<path:rest>", no_door),
    path("admin/language/", switch_desk_language, name="desk_language"),
    path("admin/", admin.site.urls),
    # Before Wagtail's own: its login page would take a password without the second factor.
    path("cms/login/", cms_login, name="cms_login"),
    path("cms/", include(wagtailadmin_urls)),
    path("cms-documents/", include(wagtaildocs_urls)),
    re_path(r"^(?P<path>(?:accounts|me)/.*)$", to_language),
    path("", include("tracking.urls")),
    path("", include("home.urls_root")),
]

if settings.DEMO and settings.LISTEN_HOST in settings.LOOPBACK_HOSTS:
    urlpatterns.append(path("demo/", include("home.demo.urls")))

urlpatterns += i18n_patterns(
    path("accounts/", include("portal.accounts.urls")),
    path("me/", include("home.space.urls")),
    path("drafts/", include("forms.urls_localised")),
    path("", include("tracking.urls_localised")),
    path("", include("home.urls")),
    # Before Wagtail's own, which takes a password too.
    path("_util/login/", page_login, name="wagtailcore_login"),
    path("", include(wagtail_urls)),
)

handler400 = "home.views.errors.bad_request"
handler403 = "home.views.errors.denied"
handler404 = "home.views.errors.not_found"
handler500 = "home.views.errors.failed"
