"""Where things lie, where the portal listens, and what the environment says; read by every other topic."""

from __future__ import annotations

import secrets
from pathlib import Path

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
KEYS_DIR = DATA_DIR / "keys"

# The address the server listens on, and those where the demonstration may be: its page enters any role in one click.
LISTEN_HOST = env.str("LISTEN_HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")


def secret_from_file(name: str, *, length: int = 50) -> str:
    """The secret kept in `KEYS_DIR/name`, made at first use, readable by its owner only."""
    path = KEYS_DIR / name
    try:
        if not path.exists():
            # Each by itself: parents are made with the common mode, and database and messages lie beside the keys.
            for folder in (DATA_DIR, KEYS_DIR):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600, exist_ok=True)
            if not path.read_text():
                path.write_text(secrets.token_urlsafe(length))
        return path.read_text().strip()
    except OSError as failed:
        # Settings are read before any command can answer: this is the sentence it would give.
        raise SystemExit(f"DATA_DIR is {DATA_DIR}, where {path} cannot be kept: {failed.strerror}.") from failed
