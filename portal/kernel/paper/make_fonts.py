"""Makes the TrueType file of Noto Sans Tifinagh from the web font that npm installed.

Run at set-up: `python -m portal.kernel.paper.make_fonts [--node-modules DIR] [--to DIR]`. It needs no Django settings. A
second run does nothing while the made file is newer than its source.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

ROOT = Path(__file__).resolve().parents[3]
SOURCE = Path("@fontsource/noto-sans-tifinagh/files/noto-sans-tifinagh-tifinagh-400-normal.woff2")
MADE = "NotoSansTifinagh-Regular.ttf"


class FontNotMade(Exception):
    """The font could not be made; the message is one sentence for the person at the terminal."""


def make_tifinagh(node_modules: Path, folder: Path) -> tuple[Path, bool]:
    """Write the font into `folder`. Returns its path and whether it was written now; raises `FontNotMade`."""
    source, target = node_modules / SOURCE, folder / MADE
    if not source.is_file():
        raise FontNotMade(f"{source} is absent: install the front-end packages first (npm ci --ignore-scripts).")
    if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return target, False
    folder.mkdir(parents=True, exist_ok=True)
    # A process id in the name: web and worker may be set up at once; the last rename wins with the same bytes.
    partial = target.with_name(f".{MADE}.{os.getpid()}")
    try:
        font = TTFont(source, recalcTimestamp=False)
        font.flavor = None
        font.save(partial)
        partial.replace(target)
    except (TTLibError, OSError, ImportError) as failure:
        partial.unlink(missing_ok=True)
        raise FontNotMade(f"{source} could not be turned into {target}: {failure}") from failure
    return target, True


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make_fonts", description="Make the fonts of the documents.")
    parser.add_argument("--node-modules", type=Path, default=ROOT / "node_modules")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "fonts")
    options = parser.parse_args(arguments)
    try:
        target, written = make_tifinagh(options.node_modules, options.to)
    except FontNotMade as failure:
        sys.stderr.write(f"make_fonts: {failure}\n")
        return 1
    sys.stdout.write(f"make_fonts: {target.name} {'made' if written else 'is up to date'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
