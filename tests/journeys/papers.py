"""A sealed act in the hands of somebody who distrusts it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .database import ROOT
from .server import Portal


def one_byte_changed(data: bytes) -> bytes:
    """The same act with one byte of its first page's size changed."""
    changed = bytearray(data)
    changed[data.index(b"/MediaBox") + 14] ^= 1
    return bytes(changed)


def judged_apart(data: bytes, portal: Portal, folder: Path) -> str:
    """What pyHanko's validation says in a process of its own, without Django: `intact`, `altered`…"""
    (folder / "act.pdf").write_bytes(data)
    roots = portal.folder / "keys" / "signing" / "authority"
    command = [sys.executable, "-m", "tracking.signature.check", str(folder / "act.pdf"), "--roots", str(roots)]
    done = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, timeout=60, check=False)
    verdict: str = json.loads(done.stdout)["verdict"]
    return verdict
