"""What an approval sets off. Named in the settings and read while models load: it imports none."""

from __future__ import annotations

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish the last draft of what was approved, or schedule it for its own date.

    `user` approved and need not hold the right to publish alone: the task has checked theirs.
    """
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)
