"""SQLite in one file to start (WAL, IMMEDIATE), PostgreSQL through `DATABASE_URL` where it grows."""

from .environment import DATA_DIR, env

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN, so that two writers wait instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # recursive_triggers: without it INSERT OR REPLACE rewrites a journal row in spite of the append-only triggers.
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;",
}


def databases() -> dict[str, dict[str, object]]:
    """Django's DATABASES from `DATABASE_URL`, or the embedded SQLite file."""
    default = env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'turagt.sqlite3'}")
    # ATOMIC_REQUESTS stays off: with IMMEDIATE every GET would take the write lock.
    default["ATOMIC_REQUESTS"] = False
    if default["ENGINE"].endswith("sqlite3"):
        default["OPTIONS"] = SQLITE_OPTIONS
    else:
        default["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
        default["CONN_HEALTH_CHECKS"] = True
    return {"default": default}


DATABASES = databases()

REDIS_URL = env.str("REDIS_URL", default="")

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
else:
    # Shared by web and worker, unlike local memory: rate limits and page invalidation need one cache.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 20000},
        }
    }
