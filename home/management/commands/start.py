"""`manage.py start`: prepare what is missing, then run web and worker together until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.demo.accounts import ACCOUNTS
from home.demo.setup import prepare

_STOP_SECONDS = 10


class Command(BaseCommand):
    help = "Prepares the portal and runs its web server and its worker together."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--setup-only", action="store_true", help="Prepare, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_busy_port()
        prepare(demo=settings.DEMO)
        # The append-only fences stand in the database, where loading a process does not look.
        call_command("check", databases=["default"])
        if options["setup_only"]:
            return
        processes = [self._spawn("-m", "uvicorn", "portal.asgi:application", *self._listen()), self._worker()]
        try:
            self._wait_until_served(processes[0])
            self._welcome()
            self._wait(processes)
        finally:
            self._stop(processes)

    def _listen(self) -> list[str]:
        return [
            "--host", settings.LISTEN_HOST, "--port", str(settings.PORT), "--no-access-log",
            "--log-level", "warning", "--timeout-graceful-shutdown", "3", "--http", "httptools",
        ]  # fmt: skip

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._spawn("manage.py", "qcluster")

    def _spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches this command only, which then stops both in order.
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=settings.BASE_DIR, env=dict(os.environ), start_new_session=True
        )

    def _refuse_busy_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.LISTEN_HOST, settings.PORT))
            except OSError as busy:
                raise CommandError(
                    f"Port {settings.PORT} is taken. Stop what uses it, or choose another: make run PORT=8123"
                ) from busy

    def _wait_until_served(self, web: subprocess.Popen[bytes]) -> None:
        address = f"http://{settings.LISTEN_HOST}:{settings.PORT}/healthz"
        for _try in range(300):
            if web.poll() is not None:
                raise CommandError("The web server ended at once; its message stands above.")
            try:
                with urllib.request.urlopen(address, timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise CommandError("The web server did not answer within 30 seconds.")

    def _welcome(self) -> None:
        base = f"http://{settings.LISTEN_HOST}:{settings.PORT}"
        self.stdout.write(f"\n  Turagt is served at {base}/  (Ctrl-C stops it)\n")
        if settings.DEMO:
            self.stdout.write(f"  Enter any role in one click: {base}/demo/\n")
            self.stdout.write(f"  Signing code of the demonstration: {settings.DEMO_SIGNING_CODE}\n")
            self.stdout.write("  Accounts:\n")
            for account in ACCOUNTS:
                self.stdout.write(f"    {account.slug + '@demonstration.invalid':<42} {account.name_fr}\n")
            self.stdout.write(f"  SMS and mails are written under {settings.DATA_DIR / 'outgoing'}\n")
        self.stdout.flush()

    def _wait(self, processes: list[subprocess.Popen[bytes]]) -> None:
        def interrupt(number: int, frame: object) -> None:
            raise KeyboardInterrupt

        signal.signal(signal.SIGTERM, interrupt)
        try:
            while all(process.poll() is None for process in processes):
                time.sleep(0.3)
        except KeyboardInterrupt:
            self.stdout.write("\n  Stopping.\n")
            return
        raise CommandError("A part of the portal ended by itself; its message stands above.")

    def _stop(self, processes: list[subprocess.Popen[bytes]]) -> None:
        for process in processes:
            if process.poll() is None:
                process.terminate()
        ends = time.monotonic() + _STOP_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, ends - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
