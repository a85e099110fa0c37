"""One line of progress for each step: what is being done, how far, for how many seconds.

On a terminal the line is rewritten in place; elsewhere it is printed when the step ends, and every ten seconds while it
lasts. The full output of the tools a step runs goes to a log file, whose end is shown when the step fails.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

TITLE_WIDTH = 28
LINE_WIDTH = 78
HEARTBEAT_SECONDS = 10
LOG_LINES_SHOWN = 15


class StepFailed(Exception):
    """A step could not be done; the message is a sentence that says what to do."""


class Step:
    """A step in progress, used as a context manager.

    `title` stands at the start of the line. `log` is the file that receives the output of the commands run.
    """

    def __init__(self, title: str, log: Path) -> None:
        self.title = title
        self.log = log
        self.detail = ""
        self._started = 0.0
        self._ended = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)
        self._live = sys.stdout.isatty()

    def __enter__(self) -> Step:
        self._started = time.monotonic()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_text("")
        self._ticker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._ticker.join()
        self.detail = "done" if kind is None else "failed"
        self._write(last=True)

    def run(
        self,
        command: Sequence[str],
        *,
        watch: Callable[[str], str | None] | None = None,
        env: Mapping[str, str] | None = None,
        advice: str = "",
    ) -> None:
        """Run `command`, its output going to the log; `watch(line)` may give a new detail to show.

        Raises `StepFailed` with the end of the log, and `advice` if given, when the command does not end with 0.
        """
        with (
            self.log.open("a", encoding="utf-8") as log,
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                errors="replace",
                env=None if env is None else dict(env),
            ) as process,
        ):
            assert process.stdout is not None
            for line in process.stdout:
                log.write(line)
                detail = watch(line) if watch else None
                if detail is not None:
                    self.detail = detail
        if process.returncode != 0:
            end = self.log.read_text(encoding="utf-8").splitlines()[-LOG_LINES_SHOWN:]
            lines = [f"{self.title}: the command ended with {process.returncode}; all it said is in {self.log}.", *end]
            raise StepFailed("\n".join([*lines, advice] if advice else lines))

    def _tick(self) -> None:
        while not self._ended.wait(0.2 if self._live else HEARTBEAT_SECONDS):
            self._write()

    def _write(self, *, last: bool = False) -> None:
        seconds = f"{time.monotonic() - self._started:5.0f} s"
        room = LINE_WIDTH - TITLE_WIDTH - len(seconds) - 4
        line = f"  {self.title:<{TITLE_WIDTH}} {self.detail[:room]:<{room}} {seconds}"
        sys.stdout.write(f"\r{line}" if self._live else line)
        if last or not self._live:
            sys.stdout.write("\n")
        sys.stdout.flush()
