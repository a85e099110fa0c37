"""The portal of the journeys: the same dispatcher and server as in `make run`, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .clock import FILE
from .database import ROOT, opened_copy

_PATIENCE = 60


@dataclass(frozen=True)
class Portal:
    """A running portal: its address, and the folder of its files, keys and messages."""

    address: str
    folder: Path

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def sms(self, phone: str) -> list[str]:
        """The texts sent to `phone` (E.164), oldest first."""
        files = sorted((self.folder / "outgoing" / "sms").glob("*.json"))
        letters = [json.loads(path.read_text("utf-8")) for path in files]
        return [letter["text"] for letter in letters if letter["to"] == phone]

    def code(self, phone: str) -> str:
        """The code of the last SMS to `phone`."""
        found = re.search(r"\b\d{6}\b", self.sms(phone)[-1])
        assert found is not None
        return found.group()

    def days_later(self, days: int) -> None:
        """From now on the portal answers as of `days` after today."""
        (self.folder / FILE).write_text(str(days))

    @property
    def signing_code(self) -> str:
        return (self.folder / "keys" / "demo_signing_code").read_text().strip()


@contextmanager
def running_portal(folder: Path) -> Iterator[Portal]:
    """A portal over a fresh copy of the opened database, stopped at the end."""
    port = _free_port()
    folder.mkdir()
    with opened_copy(
        folder, lambda url: _child(folder.with_name("filling"), url, 0, "tests.journeys.fill", "law")
    ) as url:
        _child(folder, url, port, "tests.journeys.fill", "people")
        with (folder / "server.log").open("wb") as log:
            arguments = ["uvicorn", "portal.asgi:application", "--host", "127.0.0.1", "--port", str(port)]
            server = subprocess.Popen(
                [sys.executable, "-m", *arguments, "--log-level", "warning", "--no-access-log", "--http", "httptools"],
                cwd=ROOT,
                env=_environment(folder, url, port),
                stdout=log,
                stderr=log,
            )
            try:
                _wait(server, port, folder)
                yield Portal(f"http://127.0.0.1:{port}", folder)
            finally:
                server.terminate()
                server.wait(20)


def _environment(folder: Path, url: str, port: int) -> dict[str, str]:
    # The cache and the queue are this portal's own: what other runs left in Redis is none of its business.
    ours = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "TEST_RUN_DIR")}  # noqa: TID251
    return {
        **ours,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.portal_settings",
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DEMO": "1",
        "LOG_LEVEL": "WARNING",
    }


def _child(folder: Path, url: str, port: int, module: str, *arguments: str) -> None:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=_environment(folder, url, port),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        assert server.poll() is None, (folder / "server.log").read_text()[-3000:]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError((folder / "server.log").read_text()[-3000:])
