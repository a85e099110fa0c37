"""The days moved by decree that are known with their source, as rows: added where the day has none, never changed.

What an office recorded for a day stands, whatever the file says; a day the file has wrong is turned (off or working), not
deleted, or the next loading would add it again.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Final

from portal.kernel.now import now

from .models import DecreedDay

FILE: Final = Path(__file__).parent / "data" / "decreed_days.csv"


def load_decreed_days() -> list[str]:
    """Add the days that are missing; gives them, as ISO dates."""
    added = []
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            day = date.fromisoformat(row.pop("day"))
            _found, made = DecreedDay.objects.get_or_create(day=day, defaults={**row, "recorded_at": now()})
            if made:
                added.append(day.isoformat())
    return added
