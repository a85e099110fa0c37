"""`python -m bench [--only P3,S1]`: measure, print a table, write `bench/results/latest.json`.

A demonstration portal is made once in `build/bench/base`; each size of the register is a copy of it, filled and kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "bench"
RESULTS = ROOT / "bench" / "results" / "latest.json"
SIZES = (1_000, 100_000)
IDS = ("P3", "W1", "submission", "A2", "dossier_page", "S1")
SIZED = ("submission", "A2", "dossier_page")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", default=",".join(IDS), help="ids of the performance sheet, with commas")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="dossiers in the register")
    options = parser.parse_args()
    wanted = [name for name in options.only.split(",") if name]
    unknown = sorted(set(wanted) - set(IDS))
    if unknown:
        sys.stderr.write(f"no such measure: {', '.join(unknown)} (there are {', '.join(IDS)})\n")
        return 2
    _make_base()
    results: dict[str, Any] = {}
    for position, size in enumerate(int(s) for s in options.sizes.split(",")):
        names = [name for name in wanted if position == 0 or name in SIZED]
        if names:
            for name, row in _measure(size, names).items():
                results[f"{name}@{size}" if name in SIZED else name] = row
    _write(results)
    _print(results)
    return 0


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"DATA_DIR": str(folder), "DEMO": "1", "DJANGO_SETTINGS_MODULE": "bench.settings"}


def _make_base() -> None:
    """The demonstration, made anew when the code that makes it changed (its own marks tell)."""
    if "DATABASE_URL" in os.environ:
        sys.stderr.write("The bench fills SQLite copies of its own; DATABASE_URL is not used.\n")
        os.environ.pop("DATABASE_URL")
    base = FOLDER / "base"
    stamp = FOLDER / "commit"
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if stamp.exists() and stamp.read_text() == commit and commit:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    base.mkdir(parents=True)
    subprocess.run([sys.executable, "manage.py", "start", "--setup-only"], cwd=ROOT, env=_environment(base), check=True)
    stamp.write_text(commit)


def _measure(size: int, names: list[str]) -> dict[str, Any]:
    folder = FOLDER / str(size)
    if not folder.exists():
        shutil.copytree(FOLDER / "base", folder)
    command = [sys.executable, "-m", "bench.measure", "--size", str(size), "--only", ",".join(names)]
    ran = subprocess.run(command, cwd=ROOT, env=_environment(folder), stdout=subprocess.PIPE, text=True, check=True)
    rows: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return rows


def _write(results: dict[str, Any]) -> None:
    kept: dict[str, Any] = json.loads(RESULTS.read_text())["results"] if RESULTS.exists() else {}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps(
            {
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite",
                "results": kept | results,
            },
            indent=1,
            ensure_ascii=False,
        )
        + "\n"
    )


def _print(results: dict[str, Any]) -> None:
    sys.stdout.write(f"{'id':<22}{'value ms':>10}{'reference':>11}{'ratio':>8}{'queries':>9}  beside\n")
    for name, row in sorted(results.items()):
        sys.stdout.write(
            f"{name:<22}{row['value_ms']:>10}{row.get('reference_ms', '-'):>11}{row.get('ratio', '-'):>8}"
            f"{row['queries']:>9}  {row['reference']}\n"
        )


if __name__ == "__main__":
    sys.exit(main())
