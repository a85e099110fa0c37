"""What `make run` uses: one machine, embedded defaults, `DEBUG` off, so that errors, static files and CSP are the real ones."""

from .base import *
