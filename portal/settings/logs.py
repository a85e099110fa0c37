"""Logs: one JSON line each, with the request's id; identity numbers, phones and codes are redacted before they are written."""

from .environment import env

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING_CONFIG = "portal.kernel.logs.configure"
LOGGING = {"level": LOG_LEVEL}
