"""One line a step: what is being done, then how long it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print `title` at once and the seconds when the block ends."""
    sys.stdout.write(f"  {title} ".ljust(52, "."))
    sys.stdout.flush()
    started = time.monotonic()
    try:
        yield
    except BaseException:
        sys.stdout.write(" failed\n")
        raise
    sys.stdout.write(f" {time.monotonic() - started:.1f} s\n")
    sys.stdout.flush()
