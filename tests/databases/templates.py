"""One migrated database per backend, made once and copied for each worker.

The template is named by a hash of what it is made from (migrations, libraries, this code), so that it is made again
exactly when one of these changes. SQLite copies a file by its backup interface, PostgreSQL by CREATE DATABASE … TEMPLATE.
A transactional test's rows are undone by putting the copy back: nothing is truncated, so the append-only triggers, the
locales, the root page and the sequences are those of the template, and order does not matter.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parents[2]
STORE = ROOT / "build" / "testdb"
KEPT = 3
SOURCES = (
    "requirements.txt",
    "*/migrations/*.py",
    "portal/*/migrations/*.py",
    "**/apps.py",
    "**/triggers.py",
    "tests/databases/*.py",
)


def key() -> str:
    """The name of the template that the code on disk asks for: 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if not {".venv", "node_modules", "build"}.intersection(path.relative_to(ROOT).parts):
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    digest.update(repr([settings.INSTALLED_APPS, settings.WAGTAIL_CONTENT_LANGUAGES]).encode())
    return digest.hexdigest()[:16]


@cache
def copies() -> Copies:
    """The copies of the configured database's backend: one object a process, whatever is edited meanwhile."""
    connection = connections["default"]
    return PostgresCopies(connection) if connection.vendor == "postgresql" else SqliteCopies(connection)


class Copies(ABC):
    """The template of one backend and this process's copy of it."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.key = key()
        self.worker = os.environ.get("PYTEST_XDIST_WORKER", "main")

    def open(self) -> None:
        """Make this process's copy, the template first if it is not there, and point Django and child processes at it."""
        STORE.mkdir(parents=True, exist_ok=True)
        self.sweep()
        with self._alone():
            if not self.has_template():
                self.make_template()
        self.restore()
        self.point_at(self.copy)
        os.environ["DATABASE_URL"] = self.url

    def close(self) -> None:
        """Leave the copy and remove it."""
        connections.close_all()
        self.remove()

    def point_at(self, name: str) -> None:
        """Make `name` the default database of every thread of this process."""
        connections.close_all()
        # One dictionary serves the connections of all threads, so that those of a live server follow.
        connections.settings["default"]["NAME"] = name
        self.connection.settings_dict["NAME"] = name

    def fill(self, name: str) -> None:
        """Migrate the empty database `name` and make what every database of the portal has: its three locales."""
        from wagtail.models import Locale

        self.point_at(name)
        call_command("migrate", interactive=False, verbosity=0)
        for language, _ in settings.WAGTAIL_CONTENT_LANGUAGES:
            Locale.objects.get_or_create(language_code=language)
        ContentType.objects.clear_cache()
        connections.close_all()

    @property
    @abstractmethod
    def copy(self) -> str:
        """What Django calls this process's copy."""

    @property
    @abstractmethod
    def url(self) -> str:
        """DATABASE_URL of the copy, for child processes."""

    @abstractmethod
    def has_template(self) -> bool:
        """Whether the template of `key` is there."""

    @abstractmethod
    def make_template(self) -> None:
        """Make the template whole or not at all; drop those no longer used."""

    @abstractmethod
    def restore(self) -> None:
        """Make the copy equal to the template, whatever was done to it."""

    @abstractmethod
    def remove(self) -> None:
        """Remove the copy."""

    @abstractmethod
    def sweep(self) -> None:
        """Remove the copies that interrupted runs left."""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Held by one process of this checkout at a time: the first makes the template, the others find it."""
        with (STORE / f"{self.connection.vendor}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class SqliteCopies(Copies):
    """Templates are files of the store; the copy lies in the worker's data folder and goes with it."""

    @property
    def template(self) -> Path:
        return STORE / f"{self.key}.sqlite3"

    @property
    def copy(self) -> str:
        return str(settings.DATA_DIR / "tests.sqlite3")

    @property
    def url(self) -> str:
        return f"sqlite:///{self.copy}"

    def has_template(self) -> bool:
        return self.template.exists()

    def make_template(self) -> None:
        unfinished = STORE / "unfinished.sqlite3"
        self._delete(unfinished)
        self.fill(str(unfinished))
        with closing(sqlite3.connect(unfinished)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
        unfinished.replace(self.template)
        for old in sorted(STORE.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink()

    def restore(self) -> None:
        connections.close_all()
        # The backup writes through SQLite: other connections, in threads or child processes, see the new content.
        with (
            closing(sqlite3.connect(self.template)) as template,
            closing(sqlite3.connect(self.copy, timeout=20)) as copy,
        ):
            template.backup(copy)

    def remove(self) -> None:
        self._delete(Path(self.copy))

    def sweep(self) -> None:
        """Nothing to do: the copies lie in the data folder of the run, which is removed with the run."""

    @staticmethod
    def _delete(path: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)


class PostgresCopies(Copies):
    """Templates and copies are databases of the server, told apart by their names."""

    TEMPLATE = "turagt_template_"
    COPY = "turagt_copy_"

    @property
    def template(self) -> str:
        return f"{self.TEMPLATE}{self.key}"

    @property
    def copy(self) -> str:
        return f"{self.COPY}{os.getpid()}_{self.worker}"

    @property
    def url(self) -> str:
        at = self.connection.settings_dict
        password = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
        return f"postgres://{at['USER']}{password}@{at['HOST']}:{at['PORT'] or 5432}/{self.copy}"

    def has_template(self) -> bool:
        return self.template in self._databases(self.TEMPLATE)

    def make_template(self) -> None:
        unfinished = f"turagt_unfinished_{os.getpid()}"
        self._execute(f"CREATE DATABASE {unfinished}")
        self.fill(unfinished)
        self._execute(f"ALTER DATABASE {unfinished} RENAME TO {self.template}")
        self._forget_old_templates()

    def restore(self) -> None:
        self.remove()
        self._execute(f"CREATE DATABASE {self.copy} TEMPLATE {self.template}")

    def remove(self) -> None:
        connections.close_all()
        self._execute(f"DROP DATABASE IF EXISTS {self.copy} WITH (FORCE)")

    def sweep(self) -> None:
        for name in self._databases(self.COPY):
            process = Path("/proc") / name.removeprefix(self.COPY).split("_")[0]
            if Path("/proc/self").exists() and not process.exists():
                self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _forget_old_templates(self) -> None:
        """Drop the templates this checkout made, except the last few: another checkout's are not ours to drop."""
        made = STORE / "postgresql.txt"
        names = [*(made.read_text().split() if made.exists() else []), self.template]
        for name in names[:-KEPT]:
            self._execute(f"DROP DATABASE IF EXISTS {name}")
        made.write_text("\n".join(names[-KEPT:]))

    def _databases(self, prefix: str) -> list[str]:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
            return [row[0] for row in cursor.fetchall()]

    def _execute(self, statement: str) -> None:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(statement)
