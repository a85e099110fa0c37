"""A folder of data with its database, and the portal's commands run on it as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.databases.templates import ROOT

# What the suite's own process is set to is none of these processes' business: not the cache of other runs either.
_OURS = (
    *("DATABASE_URL", "DATA_DIR", "DEMO", "LISTEN_HOST", "PORT", "REDIS_URL", "TEST_RUN_DIR"),
    *("MAKEFLAGS", "MAKELEVEL", "MFLAGS"),
)


@dataclass(frozen=True)
class Place:
    """`url`: the `DATABASE_URL`, empty for the SQLite file in `folder`."""

    folder: Path
    url: str = ""

    def environment(self, **more: str) -> dict[str, str]:
        theirs = {name: value for name, value in os.environ.items() if name not in _OURS}  # noqa: TID251
        url = {"DATABASE_URL": self.url} if self.url else {}
        ours = {"DATA_DIR": str(self.folder), "DEMO": "1", "LOG_LEVEL": "WARNING"}
        return {**theirs, **url, "DJANGO_SETTINGS_MODULE": "portal.settings.embedded", **ours, **more}

    def start(self, *command: str, **how: Any) -> subprocess.Popen[str]:
        """The process of `command` on this place, in the project's folder."""
        more = how.pop("environment", {})
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment(**more), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how,
        )  # fmt: skip

    def run(self, *command: str, **how: Any) -> subprocess.CompletedProcess[str]:
        """`command` to its end, whatever that is."""
        process = self.start(*command, **how)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def make(self, target: str, **variables: object) -> subprocess.CompletedProcess[str]:
        """`make target NAME=value…`, as a person types it."""
        named = [f"{name}={value}" for name, value in variables.items()]
        # What set-up makes is there, since the suite runs: it is not made under a test's feet.
        return self.run("make", "--no-print-directory", "-o", "environment", target, f"DATA_DIR={self.folder}", *named)

    def manage(self, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "manage.py", *arguments, **how)

    def state(self, verb: str) -> Any:
        """What `tests.deploy.state` answers to `verb`."""
        done = self.run(sys.executable, "-m", "tests.deploy.state", verb)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout else None
