"""The portal on one machine: apps, middleware, templates. Other modules of this package hold one topic each."""

from .accounts import *
from .cms import *
from .database import *
from .environment import BASE_DIR, DATA_DIR, LISTEN_HOST, LOOPBACK_HOSTS, PORT, env  # noqa: F401
from .languages import *
from .logs import *
from .mail import *
from .pages import *
from .queue import *
from .retention import *
from .security import *
from .storage import *

DEBUG = False
# The demonstration: the page /demo/, and the words "no legal value" on every page, document and answer.
DEMO = env.bool("DEMO", default=False)

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

INSTALLED_APPS = [
    "home",
    "forms.apps.FormsConfig",
    "tracking.apps.TrackingConfig",
    "procedures.apps.ProceduresConfig",
    "portal.accounts.apps.AccountsConfig",
    "portal.territory.apps.TerritoryConfig",
    "portal.kernel.apps.KernelConfig",
    "portal.apps.PortalConfig",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Its templates of forms, under the portal's own (FORM_RENDERER).
    "django.forms",
    "formtools",
    "phonenumber_field",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "portal.kernel.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.accounts.middleware.PrivateAnswersMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.accounts.middleware.OfficerDoorMiddleware",
    "portal.kernel.refusals.RefusalMiddleware",
    "home.moderation.addresses.CmsAddressMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.context.portal",
            ],
            "builtins": ["portal.templatetags.elements"],
        },
    }
]
