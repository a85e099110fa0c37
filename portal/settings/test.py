"""For tests: fast password hashes, mail in memory, static files unhashed, files in a folder of the run."""

import os
import tempfile

# Before base is read: the run's own data folder, so that no test touches a developer's var/.
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="turagt-test-"))

from .base import *

DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
AXES_ENABLED = False
