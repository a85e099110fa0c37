"""A file that one cannot hold in mind is split: 400 lines at most, migrations and catalogues aside."""

import pytest

from .code import ASSETS, PACKAGES, ROOT, files

MOST = 400


def too_long(texts):
    """The names in `texts` (name -> content) with more than `MOST` lines."""
    return {name: content.count("\n") for name, content in texts.items() if content.count("\n") > MOST}


@pytest.mark.parametrize(
    ("patterns", "below", "at_least"),
    [
        (("*.py",), (*PACKAGES, "tests", "bench", "deploy"), 150),
        (ASSETS, PACKAGES, 40),
    ],
    ids=["modules", "templates and assets"],
)
def test_no_file_is_longer_than_one_can_hold_in_mind(patterns, below, at_least):
    visited = files(*patterns, below=below)
    assert len(visited) >= at_least
    assert too_long({str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in visited}) == {}


def test_a_long_file_is_seen():
    assert too_long({"short.py": "x\n" * MOST, "long.py": "x\n" * (MOST + 1)}) == {"long.py": MOST + 1}
