"""Said at once, before minutes of set-up: whether the port is free and the folder of data can be written.

Runs on the system's Python, before anything is installed: the standard library only. It reads PORT, LISTEN_HOST and
DATA_DIR as the portal does and writes nothing.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def fault_of_port(host: str, port: str) -> str:
    """Why the portal cannot listen there; empty when it can."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT is {port!r}, which is no port: a number from 1 to 65535."
    try:
        family, kind, _protocol, _name, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as refused:
        if refused.errno == errno.EADDRINUSE:
            return (
                f"Port {port} is taken, perhaps by a portal that runs already. "
                "Stop what uses it, or choose another: make run PORT=8123"
            )
        if refused.errno == errno.EACCES:
            return f"Port {port} is for the administrator of the machine. Choose one above 1023: make run PORT=8123"
        return f"LISTEN_HOST is {host!r}, where this machine cannot listen: {refused.strerror}."
    return ""


def fault_of_data(folder: Path) -> str:
    """Why the portal cannot keep its data there; empty when it can."""
    # os.path: a folder one may not look into counts as missing, and the one above it is told.
    there = next(path for path in (folder, *folder.parents) if os.path.exists(path))  # noqa: PTH110
    remedy = "Choose another folder: make run DATA_DIR=…"
    if not there.is_dir():
        return f"DATA_DIR is {folder}, and {there} is a file. {remedy}"
    if not os.access(there, os.W_OK | os.X_OK):
        return f"DATA_DIR is {folder}, and you may not write in {there}. {remedy}"
    return ""


def main() -> int:
    """0 when the portal can start here, 1 with a sentence on the error stream when it cannot."""
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var")
    host, port = os.environ.get("LISTEN_HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    fault = fault_of_data((ROOT / data).resolve()) or fault_of_port(host, port)
    if fault:
        sys.stderr.write(f"{fault}\n")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
