"""Waiting for pyHanko's coroutines from synchronous code, whether or not an event loop runs in the calling thread."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_to_end(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The result of `coroutine`, run on a loop of its own."""
    if not _loop_runs():
        return asyncio.run(coroutine)
    # An async view or a browser test: asyncio.run refuses in this thread, so another one does this one call.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def _loop_runs() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
