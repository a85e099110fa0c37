"""What runs by itself: publications whose hour has come, and versions that a dead process did not make."""

from __future__ import annotations

from django.core.management import call_command

from portal.kernel.now import now

from .versions import sweep


def publish_scheduled() -> None:
    """Publish and unpublish what editors have scheduled (Wagtail's own command)."""
    call_command("publish_scheduled", verbosity=0)


def sweep_versions() -> int:
    """Freeze what was published and not frozen; the number of versions made."""
    return len(sweep(at=now()))
