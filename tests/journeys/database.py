"""A database with territory, law and pages, made once from the migrated template of `tests.databases`, copied for each run."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.databases.templates import ROOT, STORE, PostgresCopies, SqliteCopies, copies

KEPT = 2
# What `fill.law` is made of, beside what the migrated template is made of.
SOURCES = (
    "procedures/catalogue/*",
    "procedures/*.py",
    "procedures/models/*.py",
    "portal/territory/**/*.py",
    "home/opening.py",
    "forms/checks.py",
    "tests/journeys/fill.py",
    "tests/journeys/database.py",
)
Fill = Callable[[str], None]


def key() -> str:
    """The name of the template that the code on disk asks for."""
    digest = hashlib.sha256(copies().key.encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def opened_copy(folder: Path, fill: Fill, *, of: str = "journeys") -> Iterator[str]:
    """The `DATABASE_URL` of a copy of this run alone, gone at the end. `fill` fills the database at a `DATABASE_URL`.

    `of`: whose copy it is, where one process needs several.
    """
    STORE.mkdir(parents=True, exist_ok=True)
    made = copies()
    with (STORE / "opened.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if isinstance(made, PostgresCopies):
            template = _postgres_template(made, fill)
        else:
            assert isinstance(made, SqliteCopies)
            template = _sqlite_template(made, fill)
    if isinstance(made, PostgresCopies):
        # Swept by `tests.databases` when this process is gone without having dropped it.
        name = f"{PostgresCopies.COPY}{os.getpid()}_{made.worker}_{of}"
        made._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield _url(made, name)
        made._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    else:
        shutil.copy(template, folder / "turagt.sqlite3")
        yield f"sqlite:///{folder / 'turagt.sqlite3'}"


def _sqlite_template(made: SqliteCopies, fill: Fill) -> Path:
    store = STORE / "opened"
    store.mkdir(exist_ok=True)
    template = store / f"{key()}.sqlite3"
    if not template.exists():
        unfinished = store / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        shutil.copy(made.template, unfinished / "turagt.sqlite3")
        fill(f"sqlite:///{unfinished / 'turagt.sqlite3'}")
        with closing(sqlite3.connect(unfinished / "turagt.sqlite3")) as database:
            database.execute("PRAGMA journal_mode=DELETE")
        (unfinished / "turagt.sqlite3").replace(template)
        shutil.rmtree(unfinished)
        for old in sorted(store.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink()
    return template


def _postgres_template(made: PostgresCopies, fill: Fill) -> str:
    prefix = "turagt_opened_"
    template = f"{prefix}{key()}"
    if template not in made._databases(prefix):
        unfinished = f"turagt_filling_{os.getpid()}"
        made._execute(f"CREATE DATABASE {unfinished} TEMPLATE {made.template}")
        fill(_url(made, unfinished))
        made._execute(f"ALTER DATABASE {unfinished} RENAME TO {template}")
        names = STORE / "opened.txt"
        ours = [*(names.read_text().split() if names.exists() else []), template]
        for name in ours[:-KEPT]:
            made._execute(f"DROP DATABASE IF EXISTS {name}")
        names.write_text("\n".join(ours[-KEPT:]))
    return template


def _url(made: PostgresCopies, name: str) -> str:
    return made.url.removesuffix(made.copy) + name
