"""What must be in place before the portal starts or is tested, and how to know that it already is.

Each part has a stamp: the hash of what it was made from. A part whose stamp still holds is left alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from progress import Step, StepFailed

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOGS = ROOT / "build" / "setup"
FONTS = ROOT / "build" / "fonts"
WEB_FONTS = ROOT / "build" / "webfonts"
FONT_MAKERS = ("portal.kernel.paper.make_fonts", "portal.webfonts")
NODE_MODULES = ROOT / "node_modules"
BROWSER_PACKAGES = ("chromium", "poppler-utils")
BROWSER_COMMANDS = ("chromium", "pdftoppm", "pdfsig")


def prepare(*, tests: bool) -> None:
    """Bring every part up to date, those of the test suite too when `tests`. Raises `StepFailed`."""
    os.chdir(ROOT)
    virtual_environment()
    python_packages(ROOT / "requirements.txt", "Python packages")
    if tests:
        python_packages(ROOT / "requirements-dev.txt", "Packages for tests")
    front_end_packages()
    fonts()
    catalogues()
    if tests:
        browser()


def virtual_environment() -> None:
    if _venv_works():
        return
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise StepFailed(
            "Python's venv module is missing. On Debian: sudo apt-get install python3-venv. Then run the command again."
        )
    with Step("Virtual environment", LOGS / "venv.log") as step:
        step.run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def python_packages(lock: Path, title: str) -> None:
    _made_from(
        VENV / f".{lock.stem}.stamp",
        [lock, VENV / "pyvenv.cfg"],
        lambda: _install(lock, title),
    )


def front_end_packages() -> None:
    def install() -> None:
        with Step("Front-end packages", LOGS / "npm.log") as step:
            path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
            step.run(
                [str(VENV / "bin" / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                env={**os.environ, "PATH": path},
                advice="The npm registry must be reachable the first time.",
            )

    _made_from(NODE_MODULES / ".stamp", [ROOT / "package.json", ROOT / "package-lock.json"], install)


def fonts() -> None:
    """The fonts of the documents and of the pages, made from the packages just installed."""

    def make() -> None:
        with Step("Fonts", LOGS / "fonts.log") as step:
            for module in FONT_MAKERS:
                step.run([str(PYTHON), "-m", module])

    makers = [ROOT.joinpath(*module.split(".")).with_suffix(".py") for module in FONT_MAKERS]
    _made_from(FONTS / ".stamp", [ROOT / "requirements.txt", ROOT / "package-lock.json", *makers], make)


def catalogues() -> None:
    """Compile the translations that changed: without its compiled file a language does not exist for Django."""
    stale = [
        source
        for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").exists() or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        with Step("Translations", LOGS / "catalogues.log") as step:
            step.run([str(PYTHON), str(ROOT / "deploy" / "setup" / "catalogues.py"), "compile"])


def browser() -> None:
    """Chromium and poppler's tools for the browser journeys, from Debian when root; a sentence when they cannot be had."""
    missing = [command for command in BROWSER_COMMANDS if shutil.which(command) is None]
    if not missing:
        return
    names = " ".join(BROWSER_PACKAGES)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.stdout.write(
            f"  {', '.join(missing)} not found: the tests that need a browser or read a PDF will fail. "
            f"Install them with: sudo apt-get install {names}\n"
        )
        return
    with Step("Chromium and PDF tools", LOGS / "apt.log") as step:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        step.run(["apt-get", "update", "-q"], env=env)
        step.run(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", *BROWSER_PACKAGES],
            env=env,
            watch=lambda line: line.strip() if line.startswith(("Unpacking", "Setting up")) else None,
        )


def _venv_works() -> bool:
    """Whether the environment's Python starts, is recent enough and has pip: an interrupted creation has none."""
    if not PYTHON.exists():
        return False
    probe = "import sys, importlib.util as u; sys.exit(not (sys.version_info >= (3, 11) and u.find_spec('pip')))"
    return subprocess.run([str(PYTHON), "-c", probe], capture_output=True, check=False).returncode == 0


def _install(lock: Path, title: str) -> None:
    total = len(re.findall(r"(?m)^[A-Za-z0-9].*==", lock.read_text(encoding="utf-8")))
    seen = 0

    def watch(line: str) -> str | None:
        nonlocal seen
        if line.startswith(("Collecting ", "Requirement already satisfied: ", "Ignoring ")):
            seen = min(seen + 1, total)
            return f"{seen} of {total}"
        return "installing" if line.startswith("Installing collected packages") else None

    with Step(title, LOGS / f"{lock.stem}.log") as step:
        step.run(
            [
                *(str(PYTHON), "-m", "pip", "install", "--require-hashes", "--requirement", str(lock)),
                *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
                # Python compiles what is used when it is used, a tenth of what is installed.
                "--no-compile",
            ],
            watch=watch,
            advice="The Python package index must be reachable the first time.",
        )


def _made_from(stamp: Path, sources: Iterable[Path], make: Callable[[], None]) -> None:
    """Call `make` unless `stamp` says that it was done from the same `sources`; stamp it once done."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes() if source.exists() else b"")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest.hexdigest():
        return
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest(), encoding="utf-8")
