"""The addresses of the one door: allauth's, less those where this portal adds a word."""

from django.urls import include, path
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    # One page to sign in, whichever way.
    path(
        "login/code/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="account_request_login_code",
    ),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("phone/verify/", views.verify_phone, name="account_verify_phone"),
    path("password/reset/confirm/", views.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("email/", views.email, name="account_email"),
    path("", include("allauth.urls")),
]
