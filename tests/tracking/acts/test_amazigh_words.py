"""A paper lasts: its Amazigh is made only of words the glossary holds for certain enough."""

import re

import yaml

from tests.architecture.code import ROOT

_WORDS = re.compile("[\u2d30-\u2d7f]+")


def certain() -> set[str]:
    """The words of `docs/glossary.md` on lines of confidence h or m."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {word for row in rows if {"h", "m"} & set(row) for cell in row for word in _WORDS.findall(cell)}


def amazigh_of_papers() -> set[str]:
    """Every Amazigh text of the wording of papers."""
    found: set[str] = set()
    for path in sorted((ROOT / "tracking" / "acts" / "wording").glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            if isinstance(row, dict) and row.get("zgh"):
                found.add(row["zgh"])
    return found


def test_papers_say_in_amazigh_only_what_is_certain_enough():
    texts = amazigh_of_papers()
    assert len(texts) >= 5
    known = certain() | {"ⵏ"}
    assert [text for text in sorted(texts) if not set(_WORDS.findall(text)) <= known] == []


def test_a_word_of_low_confidence_is_not_certain():
    assert "ⵜⵓⵔⴰⴳⵜ" in certain()
    assert "ⵜⵓⴳⵉⵏ" not in certain()
