"""The journeys' portal: what `make run` serves, `DEBUG` off, with static files found instead of gathered.

Work that a worker would do is done at once, in the request that asks for it: a journey waits for nobody.
"""

from portal.settings import base
from portal.settings.base import *  # noqa: F403 - settings are composed of topics

base.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
base.Q_CLUSTER["sync"] = True
MIDDLEWARE = ["tests.journeys.clock.LaterMiddleware", *base.MIDDLEWARE]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
