"""What runs by itself: rights in the CMS follow grants that begin or end on a date."""

from __future__ import annotations

from portal.kernel.now import today

from . import rights


def sweep_rights() -> int:
    """Make the CMS groups those of the grants in force today; the number of people looked at."""
    return rights.project_all(on=today())
