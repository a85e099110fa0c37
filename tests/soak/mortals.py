"""Processes that may be killed at any moment, each a real one with its own connections.

Loading the portal takes seconds; so one process loads it, holds no connection, and forks a mortal for each job. A mortal
leads its own process group: killing it kills what it started, as a power cut would.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Mortals:
    """Starts, kills and buries mortals; `log` is the file of what they say."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._living: set[int] = set()
        with log.open("wb") as said:
            self._womb = subprocess.Popen(
                [sys.executable, "-m", "tests.soak.mortals"],
                cwd=ROOT,
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )

    def start(self, job: str, **arguments: Any) -> int:
        """Run the function at the dotted path `job` in a process of its own; gives its id. Arguments are plain values."""
        pid = self._ask({"job": job, "arguments": arguments})
        self._living.add(pid)
        return pid

    def kill(self, pid: int) -> bool:
        """SIGKILL the mortal and all it started; whether it was still alive. A mortal that failed before fails the test."""
        os.killpg(pid, signal.SIGKILL)
        code = self._bury(pid)
        assert code in (0, -signal.SIGKILL), self.log.read_text()[-4000:]
        return code != 0

    def wait(self, pid: int) -> None:
        """Let the mortal finish its job; a job that fails fails the test."""
        assert self._bury(pid) == 0, self.log.read_text()[-4000:]

    def kill_all(self) -> None:
        """Kill those that still live."""
        for pid in [*self._living]:
            os.killpg(pid, signal.SIGKILL)
            self._bury(pid)

    def close(self) -> None:
        """Kill those that still live, and end."""
        self.kill_all()
        assert self._womb.stdin is not None
        assert self._womb.stdout is not None
        self._womb.stdin.close()
        self._womb.wait(20)
        self._womb.stdout.close()

    def _bury(self, pid: int) -> int:
        self._living.discard(pid)
        return self._ask({"wait": pid})

    def _ask(self, order: dict[str, Any]) -> int:
        assert self._womb.stdin is not None
        assert self._womb.stdout is not None
        self._womb.stdin.write(json.dumps(order) + "\n")
        self._womb.stdin.flush()
        answer = self._womb.stdout.readline()
        assert answer, self.log.read_text()[-4000:]
        return int(answer)


def _serve() -> None:
    import django
    from django.conf import settings
    from django.test.utils import setup_test_environment
    from django.utils.translation import gettext, override

    django.setup()
    setup_test_environment()
    # Loaded before the fork, once for all mortals: the code, the addresses and the words of every language.
    importlib.import_module("tests.soak.jobs")
    importlib.import_module(settings.ROOT_URLCONF)
    for language, _name in settings.LANGUAGES:
        with override(language):
            gettext("Inbox")
    living: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            pid, status = os.waitpid(order["wait"], 0)
            living.discard(pid)
            _answer(os.waitstatus_to_exitcode(status))
            continue
        pid = os.fork()
        if pid == 0:
            _live(order["job"], order["arguments"])
        # Both sides name the group, so that it stands before either goes on.
        os.setpgid(pid, pid)
        living.add(pid)
        _answer(pid)
    # The run is over, perhaps because it was stopped: no worker goes on without it.
    for pid in living:
        os.killpg(pid, signal.SIGKILL)


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _live(job: str, arguments: dict[str, Any]) -> None:
    os.setpgid(0, 0)
    # What a job prints must not be taken for an answer.
    os.dup2(2, 1)
    code = 1
    try:
        module, _dot, name = job.rpartition(".")
        getattr(importlib.import_module(module), name)(**arguments)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever a job dies of is told, and its code says that it failed
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
