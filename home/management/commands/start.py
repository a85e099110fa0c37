"""`manage.py start`: prepare what is missing, then run web and worker together until Ctrl-C."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.demo.accounts import ACCOUNTS
from home.demo.setup import prepare
from portal.kernel.errors import DomainError
from portal.kernel.running import in_charge

_STOP_SECONDS = 10
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "Prepares the portal and runs its web server and its worker together."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--setup-only", action="store_true", help="Prepare, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        self._stopped = False
        self._parts: dict[str, subprocess.Popen[bytes]] = {}
        # Named one by one: a shell that starts this in the background has the first ignored.
        for number in _SIGNALS:
            signal.signal(number, self._interrupt)
        try:
            self._require_port()
            with in_charge(settings.DATA_DIR, of=f"the portal at http://{self._host_and_port()}/") as lock:
                prepare(demo=settings.DEMO)
                # The append-only fences stand in the database, where loading a process does not look.
                call_command("check", databases=["default"], stdout=io.StringIO())
                if not options["setup_only"]:
                    self._serve(lock)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            self.stderr.write("\n  Stopped. Run the same command again to go on from here.")
            sys.exit(130)

    def _require_port(self) -> None:
        ready = [sys.executable, str(settings.BASE_DIR / "deploy" / "setup" / "ready.py")]
        environment = dict(os.environ) | {"DATA_DIR": str(settings.DATA_DIR), "PORT": str(settings.PORT)}
        if subprocess.run(ready, env=environment | {"LISTEN_HOST": settings.LISTEN_HOST}, check=False).returncode != 0:
            sys.exit(1)

    def _serve(self, lock: int) -> None:
        # Somebody else may have taken it during the minutes of a first set-up, and would answer in our place.
        self._require_port()
        # From here on a signal is noted, not thrown: thrown between two lines it would leave a process nobody stops.
        for number in _SIGNALS:
            signal.signal(number, self._note)
        try:
            self._spawn("web server", lock, "-m", "uvicorn", "portal.asgi:application", *self._listen())
            self._spawn("worker", lock, "manage.py", "qcluster")
            self._wait_until_served()
            if not self._stopped:
                self._welcome()
            while not self._stopped:
                self._require_alive()
                time.sleep(0.3)
            self.stdout.write("\n  Stopping.")
            self.stdout.flush()
        finally:
            self._stop()

    def _interrupt(self, number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    def _note(self, number: int, frame: object) -> None:
        self._stopped = True

    def _listen(self) -> list[str]:
        return [
            "--host", settings.LISTEN_HOST, "--port", str(settings.PORT), "--no-access-log",
            "--log-level", "warning", "--timeout-graceful-shutdown", "3", "--http", "httptools",
        ]  # fmt: skip

    def _spawn(self, name: str, lock: int, *arguments: str) -> None:
        # A session of its own: Ctrl-C reaches this command only, which then stops both in order. They keep the lock too, so
        # that a part which outlives this command still counts as running.
        self._parts[name] = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=dict(os.environ),
            start_new_session=True,
            pass_fds=(lock,),
        )

    def _host_and_port(self) -> str:
        host = f"[{settings.LISTEN_HOST}]" if ":" in settings.LISTEN_HOST else settings.LISTEN_HOST
        return f"{host}:{settings.PORT}"

    def _wait_until_served(self) -> None:
        address = f"http://{self._host_and_port()}/healthz"
        for _try in range(300):
            self._require_alive()
            if self._stopped:
                return
            try:
                with urllib.request.urlopen(address, timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise CommandError("The web server did not answer within 30 seconds.")

    def _require_alive(self) -> None:
        for name, process in self._parts.items():
            if process.poll() is not None:
                how = f"signal {-process.returncode}" if process.returncode < 0 else f"status {process.returncode}"
                raise CommandError(
                    f"The {name} ended by itself ({how}), so the portal was stopped. What it said stands above. "
                    "Nothing that was filed is lost: run the same command again."
                )

    def _welcome(self) -> None:
        self.stdout.write(f"\n  Turagt is served at http://{self._host_and_port()}/  (Ctrl-C stops it)\n")
        if settings.DEMO:
            self.stdout.write(f"  Enter any role in one click: http://{self._host_and_port()}/demo/\n")
            self.stdout.write(f"  Signing code of the demonstration: {settings.DEMO_SIGNING_CODE}\n")
            self.stdout.write("  Accounts:\n")
            for account in ACCOUNTS:
                self.stdout.write(f"    {account.slug + '@demonstration.invalid':<42} {account.name_fr}\n")
            self.stdout.write(f"  SMS and mails are written under {settings.DATA_DIR / 'outgoing'}\n")
        self.stdout.flush()

    def _stop(self) -> None:
        for process in self._parts.values():
            if process.poll() is None:
                process.terminate()
        ends = time.monotonic() + _STOP_SECONDS
        for process in self._parts.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, ends - time.monotonic()))
            # Its own children as well: those of a worker that was killed are still there.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
