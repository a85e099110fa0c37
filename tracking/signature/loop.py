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
        return _run(coroutine)
    # An async view or a browser test: asyncio.run refuses in this thread, so another one does this one call.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(_run, coroutine).result()


def _run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    # Not `asyncio.run`: in the main thread it looks up the handler of an interrupt, and that lookup writes out the
    # whole signed file for an error message nobody reads.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def _loop_runs() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
