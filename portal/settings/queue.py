"""django-q2: the ORM broker to start, Redis through `REDIS_URL`. The state of work is our outbox row, never the queue's."""

from django.utils.translation import gettext_lazy as _

from .database import REDIS_URL
from .environment import env

Q_CLUSTER: dict[str, object] = {
    "name": "turagt",
    "workers": env.int("WORKERS", default=2),
    "timeout": 120,
    # Longer than the timeout, or a slow task is started twice.
    "retry": 180,
    "poll": 0.2,
    # Nothing is kept of what succeeded (0 would keep all): a full results table costs 1.7 to 6.6 times.
    "save_limit": -1,
    "ack_failures": True,
    "max_attempts": 5,
    "catch_up": False,
    "label": _("Queue of tasks"),
}
if REDIS_URL:
    Q_CLUSTER["redis"] = REDIS_URL
else:
    Q_CLUSTER["orm"] = "default"
