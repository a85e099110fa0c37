"""The tables of `docs/clock.md`, made from the dated cases.

`python -m tests.tracking.clock.document`, at the root of the repository, writes them between their marks.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.tracking.clock import cases

PAGE = Path(__file__).parents[3] / "docs" / "clock.md"
MARKED = re.compile(r"(<!-- cases: (?P<name>[^>]+?) -->\n).*?(<!-- end -->)", re.DOTALL)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def with_weekdays(text: str) -> str:
    """`2026-01-19 start` becomes `Mon 2026-01-19 start`, so that a reader can count."""
    return re.sub(r"\d{4}-\d\d-\d\d", lambda m: f"{DAYS[date.fromisoformat(m[0]).weekday()]} {m[0]}", text)


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(with_weekdays(cell) or '–' for cell in line)} |\n" for line in lines)


def tables() -> Iterator[tuple[str, str]]:
    """Name of the mark and its table."""
    heads = ("Case", "Term", "Clock", "Decreed", "Last day", "Too late from (UTC)")
    for name, rows in cases.DUE.items():
        yield name, table(heads, [tuple(row) for row in rows])
    yield (
        "What the clock shows",
        table(
            ("Case", "Term", "Clock", "Read on", "State", "Last day", "Left", "Late"),
            [(*row[:-1], str(row.late)) for row in cases.READINGS],
        ),
    )
    yield (
        "Silence",
        table(
            ("Case", "Term", "Clock", "On the list", "Signed", "Notified", "Read on", "Grants from (UTC)"),
            [(*row[:3], "yes" if row.on_list else "no", *row[4:]) for row in cases.SILENCE],
        ),
    )
    yield (
        "Warnings",
        table(
            ("Case", "Term", "Clock", "Half time", "Five days left", "One day left", "Too late"),
            [tuple(row) for row in cases.WARNED],
        ),
    )
    yield (
        "Budgets",
        table(
            ("Stage", "Holder", "Time", "From", "To", "Last day", "Late"),
            [(*row[:-1], str(row.late)) for row in cases.HELD],
        ),
    )


def filled(page: str) -> str:
    """`page` with every marked table as the cases have it. A mark that no table answers raises `KeyError`."""
    made = dict(tables())
    return MARKED.sub(lambda m: f"{m[1]}\n{made[m['name']]}\n{m[3]}", page)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
