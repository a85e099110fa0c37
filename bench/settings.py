"""The embedded settings with two plain pages more: the references the portal's own pages are measured against."""

from portal.settings.embedded import *  # noqa: F403

TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")  # type: ignore[index]  # noqa: F405
ROOT_URLCONF = "bench.urls"
LOG_LEVEL = "ERROR"
LOGGING = {"level": LOG_LEVEL}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
