"""One process at a time has charge of a folder of data: a running portal, or a command that replaces what lies there.

The lock is the system's own and goes with the last process that holds it, however that one ends. It says nothing about
web and worker that a service manager runs: who replaces their data stops them first.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from .errors import Conflict

LOCK: Final = "running.lock"


@contextmanager
def in_charge(folder: Path, *, of: str) -> Iterator[int]:
    """Hold `folder` for what `of` names ("the portal at http://…"); gives the descriptor that child processes may keep too.

    Raises `Conflict` with a sentence naming who holds it. What calls this is the command line, whose words are English.
    """
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            holder = os.read(descriptor, 500).decode(errors="replace") or "another process"
            raise Conflict(
                f"The data in {folder} is in use by {holder}. Stop it first (Ctrl-C where it runs). Nothing was changed.",
                code="data_in_use",
            ) from held
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{of} (process {os.getpid()})".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)
