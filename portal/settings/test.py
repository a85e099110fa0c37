"""For tests: fast password hashes, mail in memory, static files unhashed, files in a folder of the run."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Before base is read: a folder of this run and of this worker of it, so that no test touches a developer's var/.
if "TEST_RUN_DIR" not in os.environ:
    os.environ["TEST_RUN_DIR"] = tempfile.mkdtemp(prefix="turagt-test-")
    atexit.register(shutil.rmtree, os.environ["TEST_RUN_DIR"], ignore_errors=True)
_worker = Path(os.environ["TEST_RUN_DIR"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
_worker.mkdir(exist_ok=True)
os.environ["DATA_DIR"] = str(_worker)

from .base import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.databases"]
DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
AXES_ENABLED = False
# A copy of the database is put back between tests: no connection may outlive its request.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Workers share one Redis: each has its own queue.
Q_CLUSTER["name"] = f"turagt-{_worker.parent.name}-{_worker.name}"
